import type { Query } from 'backstage-plugin-database-health-node';
import {
  leasedDatabases,
  type ReadOnlyTransactions,
} from '../../session/leasedDatabase';
import { type Connection, run } from './connection';
import type { PingAnswer } from '../../types';
import { limitsOf, type SessionLimits } from './limits';
import { type ReadOnlyColumns, readOnlyColumns, readOnlyOf } from './readOnly';

export async function ping(connection: unknown): Promise<PingAnswer> {
  const [row] = await run<ReadOnlyColumns>(
    connection as Connection,
    `select ${readOnlyColumns}`,
  );
  return { readOnly: readOnlyOf(row) };
}

/**
 * `set transaction` is not used: it would wait for the next transaction, which
 * a pooler may give to somebody else.
 */
class MysqlTransactions implements ReadOnlyTransactions {
  readonly sessionId: number | undefined;
  readonly #connection: Connection;
  #limits: SessionLimits | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.sessionId = connection.threadId ?? undefined;
  }

  async begin(): Promise<void> {
    this.#limits ??= await limitsOf(this.#connection);
    await run(this.#connection, this.#limits.set);
    await run(this.#connection, 'start transaction read only');
  }

  // A statement that changes a table ends the transaction before it is run, so
  // being read only does not stop it.
  readonly query: Query = async (sql, parameters) => {
    if (!/^\s*(select|show)\b/i.test(sql)) {
      throw new Error('A watched database is never written to');
    }
    return run(this.#connection, sql, parameters);
  };

  async commit(): Promise<void> {
    await this.#endWith('commit');
  }

  async rollback(): Promise<void> {
    await this.#endWith('rollback');
  }

  async #endWith(statement: string): Promise<void> {
    await run(this.#connection, statement);
    if (this.#limits) {
      await run(this.#connection, this.#limits.setBack);
    }
  }
}

export const openDatabase = leasedDatabases(
  connection => new MysqlTransactions(connection as Connection),
);
