import type {
  Lease,
  Observation,
  Query,
} from 'backstage-plugin-database-health-node';
import type { Client } from 'pg';
import type { Session } from '../types';

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

/** @internal */
export async function ping(connection: unknown): Promise<void> {
  await (connection as Client).query('select 1');
}

/**
 * Holds one connection of the plugin's pool. Each read is one transaction. A
 * connection whose state is not known for certain is never given back: it is
 * discarded, and every later read rejects with the same reason.
 */
class PostgresSession implements Session {
  readonly engine = 'postgres';
  readonly observation: Observation;
  readonly #connection: Client;
  readonly #signal: AbortSignal;
  readonly #lost: Promise<never>;
  #lose: (reason: Error) => void = () => {};
  #lease: Lease | undefined;
  #over: Error | undefined;
  #reading = false;
  #retired: string | undefined;

  constructor(observation: Observation, lease: Lease, signal: AbortSignal) {
    this.observation = observation;
    this.#connection = lease.connection as Client;
    this.#lease = lease;
    this.#signal = signal;
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // A connection may be lost while nobody reads; the next read tells it.
    this.#lost.catch(() => {});
    signal.addEventListener('abort', this.#giveUp, { once: true });
    if (signal.aborted) {
      this.#giveUp();
    }
  }

  async read<T>(work: (query: Query) => Promise<T>): Promise<T> {
    this.#throwIfOver();
    this.#reading = true;
    try {
      return await Promise.race([this.#transaction(work), this.#lost]);
    } finally {
      this.#reading = false;
    }
  }

  retire(reason: string): void {
    this.#retired = reason;
  }

  close(): void {
    if (this.#reading) {
      this.#discard(new Error('The session was closed while it was read'));
      return;
    }
    if (this.#retired !== undefined) {
      this.#discard(new Error(this.#retired));
      return;
    }
    this.#signal.removeEventListener('abort', this.#giveUp);
    this.#lease?.release();
    this.#lease = undefined;
    this.#over ??= new Error('The session is closed');
  }

  async #transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    try {
      await this.#connection.query(begin);
      const value = await work(this.#query);
      await this.#connection.query('commit');
      return value;
    } catch (error) {
      await this.#connection
        .query('rollback')
        .catch(() => this.#discard(error));
      throw error;
    }
  }

  readonly #query: Query = async <Row extends object>(
    sql: string,
    parameters: readonly unknown[] = [],
  ) => {
    this.#throwIfOver();
    const { rows } = await this.#connection.query<Row>(sql, [...parameters]);
    return rows;
  };

  readonly #giveUp = () => this.#discard(this.#signal.reason);

  #discard(reason: unknown): void {
    this.#signal.removeEventListener('abort', this.#giveUp);
    this.#over ??= reason as Error;
    this.#lose(this.#over);
    this.#lease?.discard(this.#over);
    this.#lease = undefined;
  }

  #throwIfOver(): void {
    if (this.#over) {
      throw this.#over;
    }
  }
}

/** @internal */
export async function openSession(
  observation: Observation,
  signal: AbortSignal,
): Promise<Session> {
  return new PostgresSession(
    observation,
    await observation.lease(signal),
    signal,
  );
}
