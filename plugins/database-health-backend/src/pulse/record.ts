import type { Failure, Readings } from 'backstage-plugin-database-health-node';
import type {
  IdentityToken,
  Ping,
  Pool,
  PoolSample,
  Queries,
  QuerySample,
  Reachability,
} from '../pure/facts';
import { readingOf } from 'backstage-plugin-database-health-node';
import { pulseHistoryLength } from '../pure/facts';
import type { QueryNumbers } from './queries';

/**
 * How one plugin database was found at one pulse; `answeredAt` in epoch milliseconds,
 * where that was before it was noted.
 */
export type Beat =
  | (Pick<Reachability, 'readOnly'> & {
      outcome: 'answered';
      pingMs?: number;
      tookMs: number;
      answeredAt?: number;
    })
  | { outcome: 'failed'; failure: Failure; tookMs: number }
  | { outcome: 'pool-full' };

/** The numbers of a pool, `undefined` where it has none to give. */
export type PoolNumbers = Omit<Pool, 'history'> | undefined;

/** Weight of the newest round trip in the moving average (ours). */
const newestWeight = 1 / 3;

/**
 * What the pulses of one plugin database add up to. Bounded: it keeps
 * averages, a row of failures and the last ten minutes of its pool and queries.
 */
export class PulseRecord {
  #reachability: Reachability | undefined;
  #ping: Ping | undefined;
  #pool: Pool | undefined;
  #queries: Queries | undefined;
  #numbersAt = 0;
  #failedAt: number | undefined;
  #token: IdentityToken | null | undefined;

  get reachability(): Reachability | undefined {
    return this.#reachability;
  }

  get ping(): Ping | undefined {
    return this.#ping;
  }

  /** When the last failure was noted since it answered, epoch milliseconds. */
  get failedAt(): number | undefined {
    return this.#failedAt;
  }

  /** Numbers are as of `numbersAt`. */
  note(
    beat: Beat,
    {
      pool,
      queries,
      token,
    }: {
      pool?: PoolNumbers;
      queries?: QueryNumbers;
      token?: IdentityToken | null;
    },
    at: number,
    numbersAt = at,
  ): void {
    if (beat.outcome !== 'pool-full') {
      this.#failedAt = beat.outcome === 'failed' ? at : undefined;
    }
    this.#numbersAt = numbersAt;
    this.#reachability = nextReachability(this.#reachability, beat, at);
    if (beat.outcome === 'answered' && beat.pingMs !== undefined) {
      this.#ping = nextPing(this.#ping, beat.pingMs, at);
    }
    this.#pool = pool && {
      ...pool,
      history: nextHistory(this.#pool?.history ?? [], pool, numbersAt),
    };
    this.#token = token;
    this.#queries = queries && {
      ...queries,
      history: nextQueries(this.#queries?.history ?? [], queries, numbersAt),
    };
  }

  readings(at: number): Readings {
    return {
      ...(this.#reachability && {
        reachability: readingOf(this.#reachability, at),
      }),
      ...(this.#ping && { ping: readingOf(this.#ping, at) }),
      ...(this.#pool && { pool: readingOf(this.#pool, this.#numbersAt) }),
      ...(this.#token !== undefined && {
        identityToken: readingOf(this.#token, this.#numbersAt),
      }),
      ...(this.#queries && {
        queries: readingOf(this.#queries, this.#numbersAt),
      }),
    };
  }
}

function nextReachability(
  before: Reachability | undefined,
  beat: Beat,
  at: number,
): Reachability | undefined {
  switch (beat.outcome) {
    case 'answered': {
      // Only a question tells: what its plugin was answered changes nothing.
      const { readOnly } = beat.pingMs === undefined ? before ?? {} : beat;
      return {
        answered: true,
        failures: 0,
        answeringSince:
          before?.answered && before.answeringSince !== undefined
            ? before.answeringSince
            : at,
        lastAnsweredAt: beat.answeredAt ?? at,
        tookMs: beat.tookMs,
        poolFull: false,
        ...(readOnly && { readOnly }),
      };
    }
    case 'failed':
      return {
        answered: false,
        failures: (before?.failures ?? 0) + 1,
        failingSince: before?.failingSince ?? at - beat.tookMs,
        ...(before?.lastAnsweredAt !== undefined && {
          lastAnsweredAt: before.lastAnsweredAt,
        }),
        failure: beat.failure,
        tookMs: beat.tookMs,
        poolFull: false,
      };
    // Whether the database would have answered is not known: what was known
    // before still holds.
    case 'pool-full':
      return before && { ...before, poolFull: true };
    default:
      throw new Error(`Unknown outcome of a pulse: ${beat satisfies never}`);
  }
}

function nextPing(before: Ping | undefined, lastMs: number, at: number): Ping {
  return {
    averageMs: before
      ? before.averageMs + newestWeight * (lastMs - before.averageMs)
      : lastMs,
    lastMs,
    at,
  };
}

function nextHistory(
  before: readonly PoolSample[],
  { used, pending, max, timeouts }: NonNullable<PoolNumbers>,
  at: number,
): readonly PoolSample[] {
  return [...before, { at, used, pending, max, timeouts }].slice(
    -pulseHistoryLength,
  );
}

function nextQueries(
  before: readonly QuerySample[],
  { count, errors }: NonNullable<QueryNumbers>,
  at: number,
): readonly QuerySample[] {
  return [...before, { at, count, errors }].slice(-pulseHistoryLength);
}
