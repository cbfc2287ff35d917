import type { EngineDatabase } from '../engines/types';
import type { Observation } from '../observation/types';
import type {
  EngineFact,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';
import { PoolFullError } from '../observation/types';
import {
  factCatalogue,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { within } from '../within';
import { abortAfter, deadline } from '../deadline';
import type { FailureLog } from './failureLog';
import type { EngineAdapter, OpenDatabase } from '../engines/types';
import { whenFree } from '../whenFree';

/** A survey of one plugin database gives up after this. */
const databaseDeadlineMs = 20_000;

/** So does each step: just after the server's own `statement_timeout` of 5 s. */
const stepDeadlineMs = 6_000;

export interface ReadOptions {
  /**
   * Read in this order, those that look into tables last; what the engine cannot is
   * left out.
   */
  readonly facts: readonly EngineFact[];
  /** The databases that facts of the whole server are read of. */
  readonly databases?: readonly string[];
  readonly signal: AbortSignal;
  readonly failureLog: FailureLog;
  now(): number;
}

/**
 * Reads facts on one connection. A fact that cannot be read leaves the others
 * readable; from where the pool has no free place on, none is tried and all are
 * absent. Never rejects.
 */
export async function readFacts(
  adapter: EngineAdapter,
  observation: Observation,
  options: ReadOptions,
): Promise<Readings> {
  const { now, failureLog, databases = [] } = options;
  const tooSlow = new AbortController();
  const signal = AbortSignal.any([
    options.signal,
    deadline(databaseDeadlineMs),
    tooSlow.signal,
  ]);
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    const callOff = abortAfter(stepDeadlineMs, tooSlow);
    try {
      return await within(signal, work());
    } finally {
      callOff();
    }
  };
  const facts = options.facts.filter(fact => adapter.inspector[fact]);

  const readings: Record<string, Reading<unknown>> = {};
  const failed = (error: unknown, look: string): Reading<unknown> => ({
    status: 'failed',
    reason: failureLog.failed(observation, look, error).sentence,
    at: now(),
  });
  let database: OpenDatabase;
  try {
    database = await step(() =>
      whenFree(() => adapter.openDatabase(observation, signal), signal),
    );
    failureLog.succeeded(observation, 'facts');
  } catch (error) {
    return error instanceof PoolFullError
      ? {}
      : Object.fromEntries(facts.map(fact => [fact, failed(error, 'facts')]));
  }
  let isFull = false;
  const readEach = async (some: readonly EngineFact[]) => {
    for (const fact of some) {
      const read: (
        db: EngineDatabase,
        of: readonly string[],
      ) => Promise<unknown> = adapter.inspector[fact]!;
      try {
        const value = await step(() => read(database, databases));
        readings[fact] = readingOf(value, now());
        failureLog.succeeded(observation, fact);
      } catch (error) {
        if (error instanceof PoolFullError) {
          isFull = true;
          return;
        }
        readings[fact] = failed(error, fact);
      }
    }
  };
  try {
    await database.together(() =>
      readEach(facts.filter(fact => !looksIntoTables(fact))),
    );
    if (!isFull) {
      await readEach(facts.filter(looksIntoTables));
    }
  } catch (error) {
    for (const fact of facts) {
      readings[fact] = failed(error, fact);
    }
  } finally {
    database.close();
  }
  return readings as Readings;
}

/**
 * Whether its reader looks into tables, which anybody may have made, and not only
 * into the catalogs of the server. Those that modules add may.
 */
function looksIntoTables(fact: EngineFact): boolean {
  return fact === 'ledgers' || !(fact in factCatalogue);
}
