import type { Lease, Observation } from '../../observation/types';
import type { Query } from 'backstage-plugin-database-health-node';
import { drivers } from '../drivers';
import type { EngineAdapter, EngineDatabase, OpenDatabase } from '../types';

/**
 * The transactions of one connection, in which everything is read. Each
 * rejects as the driver does.
 */
export interface ReadOnlyTransactions {
  /** As {@link ObservedDatabase.sessionId}. */
  readonly sessionId: number | undefined;
  /** As {@link EngineDatabase.sessionSchema}. */
  readonly sessionSchema?: string | null;
  /**
   * Begins a transaction that is read only and has the time limits. With
   * `runsNoCode` nothing is read in which anybody's code could run: then no
   * preparations are made to undo what that sets.
   */
  begin(options: { runsNoCode: boolean }): Promise<void>;
  readonly query: Query;
  /** Leaves nothing of the transaction or its limits in the session. */
  commit(): Promise<void>;
  /** As `commit`, after a failure. */
  rollback(): Promise<void>;
}

/**
 * Holds one connection of the plugin's pool. Each read is one transaction, unless
 * several are made together. A connection whose state is not known for certain is
 * never given back: it is discarded, and every later read rejects with the same
 * reason.
 */
class LeasedDatabase implements OpenDatabase {
  readonly observation: Observation;
  readonly sessionId: number | undefined;
  readonly socket: OpenDatabase['socket'];
  readonly #transactions: ReadOnlyTransactions;
  readonly #signal: AbortSignal;
  readonly #lost: Promise<never>;
  #lose: (reason: Error) => void = () => {};
  #lease: Lease | undefined;
  #over: Error | undefined;
  #reading = false;
  #together = false;
  #begun = false;
  #retired: string | undefined;

  constructor(options: {
    observation: Observation;
    lease: Lease;
    transactions: ReadOnlyTransactions;
    signal: AbortSignal;
  }) {
    this.observation = options.observation;
    this.#transactions = options.transactions;
    this.sessionId = options.transactions.sessionId;
    this.#lease = options.lease;
    const { engine } = options.observation.configured;
    this.socket = drivers[engine].socketOf?.(options.lease.connection);
    this.#signal = options.signal;
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // A connection may be lost while nobody reads; the next read says so.
    this.#lost.catch(() => {});
    this.#signal.addEventListener('abort', this.#giveUp, { once: true });
    if (this.#signal.aborted) {
      this.#giveUp();
    }
  }

  get sessionSchema(): string | null | undefined {
    return this.#transactions.sessionSchema;
  }

  async read<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#untilLost(async () => {
      if (!this.#begun) {
        await this.#transactions.begin({ runsNoCode: this.#together });
        this.#begun = true;
      }
      const value = await work(this.#query);
      if (!this.#together) {
        await this.#commit();
      }
      return value;
    });
  }

  async together<T>(work: () => Promise<T>): Promise<T> {
    this.#together = true;
    return work().finally(async () => {
      this.#together = false;
      if (this.#begun && !this.#over) {
        await this.#untilLost(() => this.#commit());
      }
    });
  }

  retire(reason: string): void {
    this.#retired = reason;
  }

  close(): void {
    if (this.#reading || this.#begun) {
      this.#discard(
        new Error('The plugin database was closed while it was read'),
      );
      return;
    }
    if (this.#retired !== undefined) {
      this.#discard(new Error(this.#retired));
      return;
    }
    this.#signal.removeEventListener('abort', this.#giveUp);
    this.#lease?.release();
    this.#lease = undefined;
    this.#over ??= new Error('The plugin database is closed');
  }

  /** After a failure nothing of the transaction is left. */
  async #untilLost<T>(work: () => Promise<T>): Promise<T> {
    this.#throwIfOver();
    this.#reading = true;
    try {
      return await Promise.race([this.#orRollback(work), this.#lost]);
    } finally {
      this.#reading = false;
    }
  }

  async #orRollback<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#begun = false;
      await this.#transactions.rollback().catch(() => this.#discard(error));
      throw error;
    }
  }

  async #commit(): Promise<void> {
    await this.#transactions.commit();
    this.#begun = false;
  }

  readonly #query: Query = async (sql, parameters) => {
    this.#throwIfOver();
    return this.#transactions.query(sql, parameters);
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

/**
 * Opens plugin databases that lease their connection and read in these
 * transactions.
 */
export function leasedDatabases(
  transactionsOn: (connection: unknown) => ReadOnlyTransactions,
): EngineAdapter['openDatabase'] {
  return async (observation, signal) => {
    const lease = await observation.lease(signal);
    return new LeasedDatabase({
      observation,
      lease,
      transactions: transactionsOn(lease.connection),
      signal,
    });
  };
}
