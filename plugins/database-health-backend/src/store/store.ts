import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { describeFailure } from '../failures/failure';
import { within } from '../within';
import type { Knex } from 'knex';
import { deadline } from '../deadline';
import { migrate } from './migrate';
import { StorePartName, StoreOutages, Use } from './storeOutages';

/**
 * Nothing that watches may wait longer for its own notes; long enough for
 * another replica to migrate first.
 */
const deadlineMs = 5_000;

/** Notes that wait for the store at once; more are given up at the start. */
const mostWaiting = 16;

/**
 * Our own plugin database. All else works without it: what cannot be noted or
 * read is left out, and the log says so once until all works again.
 */
export class Store {
  readonly #database: DatabaseService;
  readonly #logger: LoggerService;
  readonly #troubles = new StoreOutages();
  #opening: Promise<Knex> | undefined;
  readonly #underway = new Set<Promise<unknown>>();
  #told = false;
  #closed = false;

  constructor(options: { database: DatabaseService; logger: LoggerService }) {
    this.#database = options.database;
    this.#logger = options.logger;
  }

  /**
   * Since when not all of it can be read and written, of these parts or at
   * all, epoch milliseconds; `undefined` while it can.
   */
  failingSince(...parts: StorePartName[]): number | undefined {
    return this.#troubles.since(parts.length > 0 ? parts : undefined);
  }

  /** What belongs together, so that it works or fails together. */
  part(name: StorePartName): StorePart {
    return {
      use: work => this.#use({ part: name, writes: true }, work),
      read: work => this.#use({ part: name, writes: false }, work),
      always: work =>
        this.#use({ part: name, writes: true }, work, { always: true }),
    };
  }

  /**
   * Leaves the database alone from now on, which its owner may close when this
   * resolves: what is under way has ended by then, or taken too long. Never
   * rejects.
   */
  async close(): Promise<void> {
    this.#closed = true;
    await within(
      AbortSignal.timeout(deadlineMs),
      Promise.allSettled(this.#underway),
    ).catch(() => {});
  }

  async #use<T>(
    use: Use,
    work: (knex: Knex) => Promise<T>,
    { always = false } = {},
  ): Promise<T | undefined> {
    if (this.#closed || (!always && this.#troubles.rests(use))) {
      return undefined;
    }
    if (this.#underway.size >= mostWaiting) {
      this.#troubles.goesOn();
      return undefined;
    }
    let opened: Knex | undefined;
    try {
      const result = await this.#inTime(
        this.#open().then(knex => {
          opened = knex;
          return work(knex);
        }),
      );
      this.#succeeded(use);
      return result;
    } catch (error) {
      // Its owner may be closing the database.
      if (this.#closed) {
        return undefined;
      }
      // What is tried always would keep all else from being tried ever again.
      const isOfPart =
        always ||
        (opened && isOfStatement(error) && (await this.#answers(opened)));
      this.#failed(use, error, !isOfPart);
      return undefined;
    }
  }

  #inTime<T>(work: Promise<T>): Promise<T> {
    const done = work.finally(() => this.#underway.delete(done));
    this.#underway.add(done);
    return within(deadline(deadlineMs), done);
  }

  /**
   * Asked, since the error alone does not say: servers have many reasons to give
   * nobody a connection, some of which a statement may fail with, too.
   */
  async #answers(knex: Knex): Promise<boolean> {
    return this.#inTime(Promise.resolve(knex.raw('select 1'))).then(
      () => true,
      () => false,
    );
  }

  #open(): Promise<Knex> {
    this.#opening ??= this.#migrate().catch(error => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #migrate(): Promise<Knex> {
    const knex = await this.#database.getClient();
    if (!this.#database.migrations?.skip) {
      await migrate(knex);
    }
    return knex;
  }

  #succeeded(use: Use): void {
    this.#troubles.succeeded(use);
    if (this.#told && this.failingSince() === undefined) {
      this.#told = false;
      this.#logger.info('The store of Database Health works again');
    }
  }

  #failed(use: Use, error: unknown, everything: boolean): void {
    this.#troubles.failed(use, everything);
    if (!this.#told) {
      this.#told = true;
      this.#logger.warn(
        `The store of Database Health cannot be used completely (${use.part}); history, versions and replicas are missing until it can`,
        error as Error,
      );
    }
  }
}

/** One part of the store. */
export interface StorePart {
  /** Never rejects: `undefined` where the store did not do it in time. */
  use<T>(work: (knex: Knex) => Promise<T>): Promise<T | undefined>;
  /** The same for work that only reads. */
  read<T>(work: (knex: Knex) => Promise<T>): Promise<T | undefined>;
  /** As `use`, right after a failure too: for what is seldom, and cannot wait. */
  always<T>(work: (knex: Knex) => Promise<T>): Promise<T | undefined>;
}

/** Nothing speaks against that the database answered, but not to this statement. */
function isOfStatement(error: unknown): boolean {
  return ['permission', 'locked', 'other'].includes(
    describeFailure(error).kind,
  );
}
