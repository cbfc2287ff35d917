import { Client } from 'pg';
import type { PostgresServer } from 'postgres-server';
import { eventually } from '../../__testUtils__/eventually';

/**
 * Holds statements of one database back for as long as a test wants: they wait
 * for an advisory lock.
 */
export class Gate {
  /** Calls what waits while the gate is closed. */
  static readonly sql = 'pg_advisory_xact_lock_shared(4711)';
  readonly #session: Client;

  /** Held by the superuser where no other user is said. */
  static async close(
    server: PostgresServer,
    database: string,
    user = server.user,
  ): Promise<Gate> {
    const session = new Client({ ...server.connection(database), user });
    await session.connect();
    await session.query('select pg_advisory_lock(4711)');
    return new Gate(session);
  }

  private constructor(session: Client) {
    this.#session = session;
  }

  /** Resolves to the server's number of the one session that waits. */
  reached(): Promise<number> {
    return eventually(async () => {
      const { rows } = await this.#session.query<{ pid: number }>(
        `select pid from pg_locks
         where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      );
      if (rows.length === 0) {
        throw new Error('No session waits at the gate');
      }
      return rows[0].pid;
    });
  }

  /** Resolves when the session has ended. */
  left(pid: number): Promise<void> {
    return eventually(async () => {
      const { rows } = await this.#session.query(
        'select from pg_stat_activity where pid = $1',
        [pid],
      );
      if (rows.length > 0) {
        throw new Error(`The session ${pid} has not ended`);
      }
    });
  }

  async open(): Promise<void> {
    await this.#session.query('select pg_advisory_unlock_all()');
  }

  async dispose(): Promise<void> {
    await this.#session.end();
  }
}
