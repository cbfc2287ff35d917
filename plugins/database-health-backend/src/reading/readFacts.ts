import type {
  Observation,
  ObservedDatabase,
  Reading,
  Readings,
  ServerFact,
  SurveyedFact,
} from 'backstage-plugin-database-health-node';
import {
  PoolFullError,
  describeFailure,
  readingOf,
  within,
} from 'backstage-plugin-database-health-node';
import type { EngineAdapter, OpenDatabase } from '../inspectors/types';
import { whenFree } from '../whenFree';

/** A survey of one plugin database gives up after this. */
const databaseDeadlineMs = 20_000;

/** So does each step: just after the server's own `statement_timeout` of 5 s. */
const stepDeadlineMs = 6_000;

export interface ReadOptions {
  /** In the order in which they are read; what the engine cannot is left out. */
  readonly facts: readonly (SurveyedFact | ServerFact)[];
  /** The databases that facts of the whole server are read of. */
  readonly databases?: readonly string[];
  readonly signal: AbortSignal;
  now(): number;
}

/**
 * Reads facts on one connection. A fact that cannot be read leaves the others
 * readable. Never rejects.
 */
export async function readFacts(
  adapter: EngineAdapter,
  observation: Observation,
  options: ReadOptions,
): Promise<Readings> {
  const { now, databases = [] } = options;
  const tooSlow = new AbortController();
  const signal = AbortSignal.any([
    options.signal,
    AbortSignal.timeout(databaseDeadlineMs),
    tooSlow.signal,
  ]);
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    const timer = setTimeout(
      () => tooSlow.abort(new DOMException('Too slow', 'TimeoutError')),
      stepDeadlineMs,
    );
    try {
      return await within(signal, work());
    } finally {
      clearTimeout(timer);
    }
  };
  const facts = options.facts.filter(fact => adapter.inspector[fact]);

  let database: OpenDatabase;
  try {
    database = await step(() =>
      whenFree(() => adapter.openDatabase(observation, signal), signal),
    );
  } catch (error) {
    const reason =
      error instanceof PoolFullError
        ? 'The pool had no free place, so nothing was read.'
        : describeFailure(error).sentence;
    return Object.fromEntries(
      facts.map(fact => [fact, { status: 'failed', reason, at: now() }]),
    );
  }
  try {
    const readings: Record<string, Reading<unknown>> = {};
    for (const fact of facts) {
      const read: (
        db: ObservedDatabase,
        of: readonly string[],
      ) => Promise<unknown> = adapter.inspector[fact]!;
      readings[fact] = await step(() => read(database, databases)).then(
        value => readingOf(value, now()),
        error => ({
          status: 'failed',
          reason: describeFailure(error).sentence,
          at: now(),
        }),
      );
    }
    return readings as Readings;
  } finally {
    database.close();
  }
}
