import type { Query } from 'backstage-plugin-database-health-node';
import type { Client, QueryResult } from 'pg';
import {
  leasedDatabases,
  type ReadOnlyTransactions,
} from '../../session/leasedDatabase';
import type { PingAnswer } from '../../types';
import { fingerprint } from './fingerprint';
import { readOnlyOf } from './readOnly';

/**
 * A parameter that stands for the schema in which the plugin's own session
 * looks first, `null` for none: within a read nothing looks there.
 */
export const defaultSchema = Symbol('default schema');

/**
 * What is in force within a read. Functions and operators are chosen by the
 * types that they are given, so one of a stranger's on the plugin's search path
 * may fit better than the server's own. A policy of a table fails a read instead
 * of being evaluated.
 */
const settings = {
  statement_timeout: '5000',
  lock_timeout: '50',
  idle_in_transaction_session_timeout: '10000',
  row_security: 'off',
  search_path: 'pg_catalog, pg_temp',
};

/**
 * The session is looked at before anything is set. The settings end with the
 * transaction: no state stays in a session that is the plugin's, or that a pooler in
 * transaction mode gives to somebody else.
 */
const lend = `with lent as materialized (
    select pg_catalog.current_schema() as schema, ${fingerprint} as session
  )
  select lent.*, ${Object.entries(settings)
    .map(
      ([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`,
    )
    .join(', ')}
  from lent`;

// Each one statement string, so one round trip.
const begin = 'begin transaction isolation level read committed read only';

// Already to look at the session means to look into catalogs, which may be locked,
// as by VACUUM FULL. What was looked at once is in the memory of the session.
const firstBegin = `${begin}; set local lock_timeout = ${settings.lock_timeout}`;

const transactions = {
  // Back to the savepoint, the server itself undoes what a statement may have set
  // for longer than the transaction. To end all reads so would count as failures.
  undone: {
    lend: `savepoint lent; ${lend}`,
    commit: 'rollback to savepoint lent; commit',
  },
  plain: { lend, commit: 'commit' },
};

/**
 * `show` looks into no catalog, which may be locked. Why the session can write nothing
 * is asked only where it cannot.
 */
export async function ping(connection: unknown): Promise<PingAnswer> {
  const client = connection as Client;
  const {
    rows: [{ transaction_read_only: refuses }],
  } = await client.query<{ transaction_read_only: string }>(
    'show transaction_read_only',
  );
  if (refuses !== 'on') {
    return { readOnly: undefined };
  }
  const {
    rows: [{ standby }],
  } = await client.query<{ standby: boolean }>(
    'select pg_catalog.pg_is_in_recovery() as standby',
  );
  return { readOnly: readOnlyOf({ standby, refuses }) };
}

interface Lent {
  readonly schema: string | null;
  readonly session: string;
}

class PostgresTransactions implements ReadOnlyTransactions {
  readonly sessionId: number | undefined;
  readonly #connection: Client;
  #lent: Lent | undefined;
  #begin = firstBegin;
  #statements = transactions.undone;

  constructor(connection: Client & { processID?: number | null }) {
    this.#connection = connection;
    this.sessionId = connection.processID ?? undefined;
  }

  get sessionSchema(): string | null | undefined {
    return this.#lent?.schema;
  }

  async begin({ runsNoCode }: { runsNoCode: boolean }): Promise<void> {
    this.#lent = undefined;
    this.#statements = transactions[runsNoCode ? 'plain' : 'undone'];
    const results = await this.#runAll<Lent>(
      `${this.#begin}; ${this.#statements.lend}`,
    );
    this.#lent = results.at(-1)?.rows[0];
    this.#begin = begin;
  }

  readonly query: Query = async <Row extends object>(
    sql: string,
    parameters: readonly unknown[] = [],
  ) => {
    const { rows } = await this.#connection.query<Row>(
      sql,
      parameters.map(value =>
        value === defaultSchema ? this.#lent?.schema : value,
      ),
    );
    return rows;
  };

  async commit(): Promise<void> {
    await this.#endWith(this.#statements.commit);
  }

  /** Where not even the session could be looked at, nothing was read that could change it. */
  async rollback(): Promise<void> {
    await (this.#lent ? this.#endWith('rollback') : this.#runAll('rollback'));
  }

  async #endWith(statements: string): Promise<void> {
    const results = await this.#runAll<Lent>(
      `${statements}; select ${fingerprint} as session`,
    );
    if (results.at(-1)?.rows[0].session !== this.#lent?.session) {
      throw new Error('The session is not as it was before the read');
    }
  }

  /** The driver gives a list of results for several statements. */
  async #runAll<Row extends object>(
    statements: string,
  ): Promise<QueryResult<Row>[]> {
    const results: unknown = await this.#connection.query(statements);
    return results as QueryResult<Row>[];
  }
}

export const openDatabase = leasedDatabases(
  connection => new PostgresTransactions(connection as Client),
);
