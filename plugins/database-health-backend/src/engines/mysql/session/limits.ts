import { type Connection, run } from './connection';

/**
 * MariaDB counts the time of a statement in seconds and can refuse at once to
 * wait for a lock; MySQL counts milliseconds, waits for at least 1 s, and would
 * give sizes that are up to a day old. A connection that is silent for
 * `wait_timeout` seconds within a read is ended, and its transaction with it.
 */
const limits = {
  mariadb: {
    max_statement_time: 5,
    lock_wait_timeout: 0,
    innodb_lock_wait_timeout: 0,
    wait_timeout: 10,
  },
  mysql: {
    max_execution_time: 5_000,
    lock_wait_timeout: 1,
    innodb_lock_wait_timeout: 1,
    wait_timeout: 10,
    information_schema_stats_expiry: 0,
  },
};

/**
 * Statements that set the limits of a read, and that set back what the session
 * had before.
 */
export interface SessionLimits {
  readonly set: string;
  readonly setBack: string;
}

/**
 * The limits are variables of the session: neither server takes all of them
 * with a single statement. One that the server does not know is left out.
 */
export async function limitsOf(connection: Connection): Promise<SessionLimits> {
  const rows = await run<{ Variable_name: string; Value: string }>(
    connection,
    'show session variables where variable_name in (?)',
    [Object.values(limits).flatMap(Object.keys)],
  );
  const before = new Map(rows.map(row => [row.Variable_name, row.Value]));
  const dialect = before.has('max_statement_time') ? 'mariadb' : 'mysql';
  const known = Object.entries(limits[dialect]).filter(([name]) =>
    before.has(name),
  );
  return {
    set: assign(known),
    setBack: assign(known.map(([name]) => [name, before.get(name)!])),
  };
}

function assign(values: readonly (readonly [string, unknown])[]): string {
  const assignments = values.map(([name, value]) => `${name} = ${value}`);
  return `set session ${assignments.join(', ')}`;
}
