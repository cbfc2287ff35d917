import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { describeFailure } from '../failures/failure';
import { failures } from '../failures/failureSentences';
import { within } from '../within';
import type { Knex } from 'knex';
import { cutConnections } from '../cutConnections';
import { deadline } from '../deadline';
import { migrate } from './migrate';
import { Extent, StorePartName, StoreOutages, Use } from './storeOutages';

/**
 * Nothing that watches may wait longer for its own notes; long enough for
 * another replica to migrate first.
 */
const deadlineMs = 5_000;

/** Nor may the process that ends. */
const closeWithinMs = 2_000;

/** Notes that wait for the store at once; more are given up at the start. */
const mostWaiting = 16;

/**
 * Of those that have waited longer than they may, and hold a connection each: as
 * many as hang, and no more, are asked of a database that does not answer.
 */
const mostHanging = 2;

/**
 * So many values in a row that a part cannot hold are no matter of the values: the
 * table is another one than ours (ours).
 */
const mostRefused = 3;

/**
 * So long it must go on without a failure before the log says that it works again, and
 * beside a trouble that the log has told of nothing smaller is told (ours).
 */
const calmMs = 60_000;

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
  #openings = 0;
  #hanging = 0;
  #client: Knex | undefined;
  /** Parts of which the log has told that they were given such a value. */
  readonly #refusing = new Set<StorePartName>();
  /** How many such values of each part came since the last that was held. */
  readonly #refusals = new Map<StorePartName, number>();
  /** And those in which something lay that none of ours has written. */
  readonly #distrusted = new Set<StorePartName>();
  #told = false;
  #failedAt = 0;
  #warnedAt = 0;
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
      accepted: (rows, accept) => {
        const some = rows.flatMap(row => accept(row) ?? []);
        if (some.length < rows.length) {
          this.#leftOut(name);
        }
        return some;
      },
      leftOut: () => this.#leftOut(name),
    };
  }

  /** Its database answers again, as others have seen. */
  mayBeOver(): void {
    this.#troubles.mayBeOver();
  }

  /**
   * Leaves the database alone from now on, which its owner may close when this
   * resolves: what is under way has ended by then, or its connection is cut, since
   * the owner would wait for it, and the process with it. Never rejects.
   */
  async close(): Promise<void> {
    this.#closed = true;
    await within(
      AbortSignal.timeout(closeWithinMs),
      Promise.allSettled(this.#underway),
    ).catch(() => {
      if (this.#client) {
        cutConnections(this.#client);
      }
    });
  }

  async #use<T>(
    use: Use,
    work: (knex: Knex) => Promise<T>,
    { always = false } = {},
  ): Promise<T | undefined> {
    if (this.#closed || this.#troubles.rests(use, { urgent: always })) {
      return undefined;
    }
    const startedAt = Date.now();
    const hangs = this.#hanging >= mostHanging;
    if (hangs || this.#underway.size >= mostWaiting) {
      if (!this.#troubles.goesOn() && hangs) {
        // What hangs may be tried always, and is not taken for the whole by itself.
        const error = new Error('What was asked before has not been answered');
        this.#failed(use, error, { startedAt, extent: 'everything' });
      }
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
      // What is read is looked for by values of ours.
      if (use.writes && isOfValue(error) && !this.#refusesAll(use)) {
        this.#refused(use, error);
        return undefined;
      }
      // What is tried always would keep all else from being tried ever again.
      const isOfPart =
        opened &&
        (always || (isOfStatement(error) && (await this.#answers(opened))));
      if (opened && (!isOfPart || isOfMissing(error))) {
        // It may be another one when it is back, and an empty one.
        this.#opening = undefined;
      }
      this.#failed(use, error, {
        startedAt,
        extent: extentOf(error, isOfPart),
      });
      return undefined;
    }
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    const signal = deadline(deadlineMs);
    const done = work.finally(() => {
      this.#underway.delete(done);
      this.#hanging -= Number(signal.aborted);
    });
    this.#underway.add(done);
    // Late, but it answers again.
    done.then(() => signal.aborted && this.mayBeOver()).catch(() => {});
    signal.addEventListener('abort', () => {
      if (this.#underway.has(done)) {
        this.#hanging += 1;
      }
    });
    return within(signal, done);
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
    this.#openings += 1;
    const knex = await this.#database.getClient();
    this.#client = knex;
    if (!this.#database.migrations?.skip) {
      // Later, the pauses between the attempts are for another one to migrate in.
      await migrate(knex, this.#openings === 1 ? undefined : 1);
    }
    return knex;
  }

  #succeeded(use: Use): void {
    this.#troubles.succeeded(use);
    if (use.writes) {
      this.#refusals.delete(use.part);
    }
    const isCalm = Math.abs(Date.now() - this.#failedAt) >= calmMs;
    if (this.#told && isCalm && this.failingSince() === undefined) {
      this.#told = false;
      this.#logger.info('The store of Database Health works again');
    }
  }

  #refusesAll({ part }: Use): boolean {
    const count = (this.#refusals.get(part) ?? 0) + 1;
    this.#refusals.set(part, count);
    return count >= mostRefused;
  }

  /** Of the value alone: all else goes on, and nothing is missing but it. */
  #refused({ part }: Use, error: unknown): void {
    this.#warnOnce(
      this.#refusing,
      part,
      `The store of Database Health cannot hold a value (${part}), which is left out`,
      error,
    );
  }

  #leftOut(part: StorePartName): void {
    this.#warnOnce(
      this.#distrusted,
      part,
      `The store of Database Health holds what no replica of this version writes (${part}), which is left out`,
    );
  }

  /** In trouble, what is smaller follows from it. */
  #warnOnce(
    known: Set<StorePartName>,
    part: StorePartName,
    message: string,
    error?: unknown,
  ): void {
    const isInTrouble = this.#told || Date.now() - this.#warnedAt < calmMs;
    if (!isInTrouble && !known.has(part)) {
      known.add(part);
      this.#warn(message, error);
    }
  }

  #warn(message: string, error?: unknown): void {
    this.#warnedAt = Date.now();
    this.#logger.warn(message, error as Error);
  }

  #failed(
    use: Use,
    error: unknown,
    failure: { startedAt: number; extent: Extent },
  ): void {
    this.#troubles.failed(use, failure);
    this.#failedAt = Date.now();
    if (!this.#told) {
      this.#told = true;
      const advice = isOfMissing(error)
        ? '. If not all of its tables are gone, restore those that are, or drop the others, too: it makes all of them anew, empty'
        : '';
      this.#warn(
        `The store of Database Health cannot be used completely (${use.part}); history, versions and replicas are missing until it can${advice}`,
        error,
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
  /** As `use`, soon after a failure too: for what is seldom, and cannot wait. */
  always<T>(work: (knex: Knex) => Promise<T>): Promise<T | undefined>;
  /**
   * What those rows are that ours have written; of others `accept` knows nothing,
   * and the log says once that they are left out. Others may write here, too.
   */
  accepted<Row, T extends object>(
    rows: readonly Row[],
    accept: (row: Row) => T | undefined,
  ): T[];
  /** The same for what is found to be none of ours only later. */
  leftOut(): void;
}

/** How databases say that a table, or the schema that it was in, is not there. */
function isOfMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    ['42P01', '3F000', 'ER_NO_SUCH_TABLE'].includes(String(code)) ||
    /no such table/.test(String(message))
  );
}

const valueErrors = [
  // A value is too large for an index of PostgreSQL.
  '54000',
  // It has characters that the database has not: nothing in there can equal it.
  'ER_CANT_AGGREGATE_2COLLATIONS',
  'ER_DATA_TOO_LONG',
  'ER_INVALID_JSON_TEXT',
  'ER_TRUNCATED_WRONG_VALUE',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_WARN_DATA_OUT_OF_RANGE',
  'SQLITE_MISMATCH',
  'SQLITE_TOOBIG',
];

/**
 * How databases say that they work, but that a value cannot be stored:
 * PostgreSQL has a class of codes for it.
 */
function isOfValue(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code);
  return /^22[0-9A-Z]{3}$/.test(code) || valueErrors.includes(code);
}

/** What of the store fails with such an error. */
function extentOf(error: unknown, isOfPart: boolean | undefined): Extent {
  if (!isOfPart) {
    return 'everything';
  }
  return describeFailure(error) === failures.readOnly ? 'writes' : 'part';
}

/** Nothing speaks against that the database answered, but not to this statement. */
function isOfStatement(error: unknown): boolean {
  return ['permission', 'locked', 'other'].includes(
    describeFailure(error).kind,
  );
}
