import type { PoolSample } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { healthyFacts, noon, pool } from '../__testUtils__/facts';
import { poolWait } from './pool-wait';

const waiting = (p99Ms: number, count = 100) => ({
  pool: pool({ waits: { count, p50Ms: 1, p95Ms: 2, p99Ms } }),
});

/** How one look of the last minutes found the pool. */
const look = (secondsAgo: number, sample: Partial<PoolSample> = {}) => ({
  at: noon - secondsAgo * 1_000,
  used: 10,
  pending: 1,
  max: 10,
  timeouts: 0,
  ...sample,
});

/** A second at the 99th percentile, and what looks found. */
const second = (...history: PoolSample[]) => ({
  pool: pool({ ...waiting(1_000).pool, history }),
});

describe('pool-wait', () => {
  it.each([
    ['none', waiting(0, 0), undefined],
    ['just below 100 ms', waiting(99.9), undefined],
    ['100 ms', waiting(100), 'warning'],
    ['just below a second', waiting(999), 'warning'],
    ['a second, but nobody waits any more', waiting(1_000), 'warning'],
    ['a second, and one waited 30 s ago', second(look(30)), 'critical'],
    ['a second, and one waited 31 s ago', second(look(31)), 'warning'],
    [
      'a second, and the pool was full',
      second(look(15, { pending: 0 })),
      'critical',
    ],
    [
      'a second, and the pool had room',
      second(look(15, { pending: 0, used: 9 })),
      'warning',
    ],
    ['a second, but of few', waiting(1_000, 99), undefined],
    [
      'a second, but after the start',
      {
        ...waiting(1_000),
        environment: { ...healthyFacts.environment, uptimeSeconds: 599 },
      },
      undefined,
    ],
    [
      'one that lasts',
      { pool: pool({ pending: 3, oldestWaitMs: 2_000 }) },
      'critical',
    ],
  ])('%s', (_, facts, expected) => {
    expect(severity(poolWait, facts)).toBe(expected);
  });

  it('tells the wait that lasts rather than those that are over', () => {
    expect(
      judgements(poolWait, {
        pool: pool({
          pending: 3,
          oldestWaitMs: 45_000,
          waits: { count: 50, p50Ms: 1, p95Ms: 1, p99Ms: 500 },
        }),
      }),
    ).toMatchObject([
      {
        message: '3 requests for a connection wait, the first for 45 s.',
        evidence: { observed: 45_000, limit: 1_000, unit: 'ms' },
      },
    ]);
    expect(
      judgements(poolWait, {
        pool: pool({ used: 10, max: 10, pending: 1, oldestWaitMs: 45_000 }),
      }),
    ).toMatchObject([
      {
        message:
          '1 request for a connection waits, the first for 45 s: the pool is full, 10 of 10 connections are in use.',
      },
    ]);
    expect(judgements(poolWait, waiting(250))).toMatchObject([
      {
        message: '1 in 100 requests for a connection waits 250 ms or longer.',
      },
    ]);
  });
});
