import type { Pool } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { noon, pool } from '../__testUtils__/facts';
import { poolSaturation } from './pool-saturation';

type Look = { used: number; pending?: number };

/** A pool whose looks, newest last, were taken every so many seconds. */
function poolSeen(
  looks: Look[],
  { max = 10, everySeconds = 15 }: { max?: number; everySeconds?: number } = {},
): { pool: Pool } {
  const history = looks.map(({ used, pending = 0 }, i) => ({
    at: noon - (looks.length - 1 - i) * everySeconds * 1_000,
    used,
    pending,
    max,
    timeouts: 0,
  }));
  const { used, pending = 0 } = looks[looks.length - 1] ?? { used: 0 };
  return {
    pool: pool({ used, pending, free: 0, max, history }),
  };
}

const looks = (amount: number, look: Look): Look[] => Array(amount).fill(look);

describe('pool-saturation', () => {
  it.each<[string, { pool: Pool }, string | undefined]>([
    ['never looked at', poolSeen([]), undefined],
    ['idle', poolSeen(looks(20, { used: 0 })), undefined],
    ['below 80 %', poolSeen(looks(40, { used: 7 })), undefined],
    ['at 80 % for 105 s', poolSeen(looks(8, { used: 8 })), undefined],
    ['at 80 % for 2 min', poolSeen(looks(9, { used: 8 })), 'warning'],
    ['full without waiters', poolSeen(looks(40, { used: 10 })), 'warning'],
    [
      'at 80 %, with a lower look in between',
      poolSeen([
        ...looks(5, { used: 8 }),
        { used: 7 },
        ...looks(8, { used: 9 }),
      ]),
      undefined,
    ],
    [
      'at 80 % until the last look',
      poolSeen([...looks(20, { used: 9 }), { used: 2 }]),
      undefined,
    ],
    [
      'looked at twice only, two minutes apart',
      poolSeen(looks(2, { used: 10, pending: 3 }), { everySeconds: 120 }),
      undefined,
    ],
    [
      'full with waiters for 15 s',
      poolSeen(looks(2, { used: 10, pending: 1 })),
      undefined,
    ],
    [
      'full with waiters for 30 s',
      poolSeen(looks(3, { used: 10, pending: 1 })),
      'critical',
    ],
    [
      'full with waiters for 25 s, looked at every 5 s',
      poolSeen(looks(6, { used: 10, pending: 1 }), { everySeconds: 5 }),
      undefined,
    ],
    [
      'full with waiters for 30 s, looked at every 5 s',
      poolSeen(looks(7, { used: 10, pending: 1 }), { everySeconds: 5 }),
      'critical',
    ],
    [
      'full, with waiters in bursts',
      poolSeen([
        { used: 10, pending: 5 },
        { used: 10 },
        { used: 10, pending: 5 },
        { used: 10, pending: 5 },
      ]),
      undefined,
    ],
    [
      'waiting while connections are still being opened',
      poolSeen(looks(8, { used: 2, pending: 4 })),
      undefined,
    ],
    [
      'of one connection, in use at every look',
      poolSeen(looks(40, { used: 1 }), { max: 1 }),
      undefined,
    ],
    [
      'of one connection, with waiters for 30 s',
      poolSeen(looks(3, { used: 1, pending: 2 }), { max: 1 }),
      'critical',
    ],
  ])('a pool %s', (_, facts, expected) => {
    expect(severity(poolSaturation, facts)).toBe(expected);
  });

  it('is cured by one look at a pool with a free place', () => {
    const sick = looks(20, { used: 10, pending: 4 });
    expect(severity(poolSaturation, poolSeen(sick))).toBe('critical');
    const cured = [...sick, { used: 3 }];
    expect(severity(poolSaturation, poolSeen(cured))).toBeUndefined();
  });

  it('tells for how long and how many wait', () => {
    expect(
      judgements(poolSaturation, poolSeen(looks(4, { used: 10, pending: 3 }))),
    ).toEqual([
      {
        severity: 'critical',
        message:
          'All connections of the pool (10) have been in use for 45 s, with 3 requests waiting.',
        evidence: { observed: 45, limit: 30, unit: 's' },
        remedy: { text: expect.stringContaining('knexConfig.pool.max') },
      },
    ]);
    expect(
      judgements(poolSaturation, poolSeen(looks(13, { used: 9 }))),
    ).toMatchObject([
      {
        message:
          'At least 80 % of the pool has been in use for 3 min: 9 of 10 connections now.',
        evidence: { observed: 90, limit: 80, unit: '%' },
      },
    ]);
  });
});
