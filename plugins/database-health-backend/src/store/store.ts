import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { within } from '../deadline';

/** Nothing that watches may wait longer for its own notes. */
const deadlineMs = 5_000;

/** After a failure the store is left alone for this long. */
const pauseMs = 30_000;

/** Notes that wait for the store at once; more are given up at the start. */
const mostWaiting = 16;

const migrationsDirectory = resolvePackagePath(
  'backstage-plugin-database-health-backend',
  'migrations',
);

/**
 * Our own plugin database. All else works without it: what cannot be noted or
 * read is left out, and the log says so once until it works again.
 */
export class Store {
  readonly #database: DatabaseService;
  readonly #logger: LoggerService;
  #opening: Promise<Knex> | undefined;
  #waiting = 0;
  #failedAt = -Infinity;
  #failing = false;

  constructor(options: { database: DatabaseService; logger: LoggerService }) {
    this.#database = options.database;
    this.#logger = options.logger;
  }

  /** Whether the last use of the store succeeded. */
  get isWorking(): boolean {
    return this.#opening !== undefined && !this.#failing;
  }

  /** Never rejects: `undefined` where the store did not do it in time. */
  async use<T>(work: (knex: Knex) => Promise<T>): Promise<T | undefined> {
    const resting = Date.now() - this.#failedAt < pauseMs;
    if (resting || this.#waiting >= mostWaiting) {
      return undefined;
    }
    this.#waiting += 1;
    const done = this.#open()
      .then(work)
      .finally(() => {
        this.#waiting -= 1;
      });
    try {
      const result = await within(AbortSignal.timeout(deadlineMs), done);
      this.#note(undefined);
      return result;
    } catch (error) {
      this.#note(error);
      return undefined;
    }
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
      await knex.migrate.latest({ directory: migrationsDirectory });
    }
    return knex;
  }

  #note(error: unknown): void {
    if (error === undefined) {
      if (this.#failing) {
        this.#logger.info('The store of Database Health works again');
      }
      this.#failing = false;
      return;
    }
    this.#failedAt = Date.now();
    if (!this.#failing) {
      this.#failing = true;
      this.#logger.warn(
        'The store of Database Health cannot be used; history, versions and replicas are missing until it can',
        error as Error,
      );
    }
  }
}
