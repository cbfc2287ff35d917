import type { Query } from 'backstage-plugin-database-health-node';
import type { Client } from 'pg';
import {
  leasedDatabases,
  type ReadOnlyTransactions,
} from '../../session/leasedDatabase';

/**
 * One statement string, so one round trip. `SET LOCAL` ends with the
 * transaction: no state stays in a session that is the plugin's, or that a
 * pooler in transaction mode gives to somebody else.
 */
const begin = [
  'begin transaction isolation level read committed read only',
  'set local statement_timeout = 5000',
  'set local lock_timeout = 50',
  'set local idle_in_transaction_session_timeout = 10000',
].join('; ');

export async function ping(connection: unknown): Promise<void> {
  await (connection as Client).query('select 1');
}

class PostgresTransactions implements ReadOnlyTransactions {
  readonly sessionId: number | undefined;
  readonly #connection: Client;

  constructor(connection: Client & { processID?: number | null }) {
    this.#connection = connection;
    this.sessionId = connection.processID ?? undefined;
  }

  async begin(): Promise<void> {
    await this.#connection.query(begin);
  }

  readonly query: Query = async <Row extends object>(
    sql: string,
    parameters: readonly unknown[] = [],
  ) => {
    const { rows } = await this.#connection.query<Row>(sql, [...parameters]);
    return rows;
  };

  async commit(): Promise<void> {
    await this.#connection.query('commit');
  }

  async rollback(): Promise<void> {
    await this.#connection.query('rollback');
  }
}

export const openDatabase = leasedDatabases(
  connection => new PostgresTransactions(connection as Client),
);
