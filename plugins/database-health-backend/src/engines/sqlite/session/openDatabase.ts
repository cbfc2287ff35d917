import type { Observation } from '../../../observation/types';
import type { Query } from 'backstage-plugin-database-health-node';
import { whenFree } from '../../../whenFree';
import type { OpenDatabase, PingAnswer } from '../../types';

/** What is used of better-sqlite3, which brings no types. */
interface Connection {
  prepare(sql: string): Statement;
  pragma(source: string, options?: { simple: boolean }): unknown;
}

interface Statement {
  readonly readonly: boolean;
  safeIntegers(toggle: boolean): Statement;
  all(...parameters: readonly unknown[]): object[];
}

/** As PostgreSQL's `lock_timeout`. */
const lockTimeoutMs = 50;

export async function ping(connection: unknown): Promise<PingAnswer> {
  (connection as Connection).prepare('select 1').all();
  return {};
}

/**
 * SQLite has one connection per plugin, and each statement blocks the process.
 * So the connection is taken for one read at a time, and there is nothing to
 * abort but the wait for it.
 */
export async function openDatabase(
  observation: Observation,
  signal: AbortSignal,
): Promise<OpenDatabase> {
  return {
    observation,
    async read(work) {
      const lease = await whenFree(() => observation.lease(signal), signal);
      try {
        return await work(queryOn(lease.connection as Connection, signal));
      } finally {
        lease.release();
      }
    },
    // To keep the connection from one read to the next would keep it from the plugin.
    together: work => work(),
    close() {},
  };
}

function queryOn(connection: Connection, signal: AbortSignal): Query {
  return async <Row extends object>(
    sql: string,
    parameters: readonly unknown[] = [],
  ) => {
    signal.throwIfAborted();
    return withLockTimeout(connection, () => {
      const statement = connection.prepare(sql);
      if (statement.readonly !== true) {
        throw new Error('A watched database is never written to');
      }
      // The plugin may have asked for big integers; these readers have not.
      return statement.safeIntegers(false).all(...parameters) as Row[];
    });
  };
}

/**
 * Waiting for another process's lock on the file blocks the whole process, for
 * 5 s by better-sqlite3's default.
 */
function withLockTimeout<T>(connection: Connection, run: () => T): T {
  const configured = connection.pragma('busy_timeout', { simple: true });
  connection.pragma(`busy_timeout = ${lockTimeoutMs}`);
  try {
    return run();
  } finally {
    connection.pragma(`busy_timeout = ${configured}`);
  }
}
