import type { Pool } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { noon, pool } from '../__testUtils__/facts';
import { poolTimeouts } from './pool-timeouts';

const minute = 60_000;

/** Counters as looks found them, minutes ago by their keys. */
function counted(
  byMinutesAgo: Record<number, number>,
  overrides: Partial<Pool> = {},
) {
  const history = Object.entries(byMinutesAgo)
    .map(([ago, timeouts]) => ({
      at: noon - Number(ago) * minute,
      used: 1,
      pending: 0,
      max: 10,
      timeouts,
    }))
    .sort((a, b) => a.at - b.at);
  return {
    pool: pool({
      history,
      timeouts: history[history.length - 1]?.timeouts ?? 0,
      ...overrides,
    }),
  };
}

describe('pool-timeouts', () => {
  it.each([
    ['never looked at', counted({}), undefined],
    ['none', counted({ 5: 0, 0: 0 }), undefined],
    ['one', counted({ 5: 0, 0: 1 }), 'warning'],
    ['four', counted({ 5: 0, 2: 2, 0: 4 }), 'warning'],
    ['five', counted({ 5: 0, 0: 5 }), 'critical'],
    ['five, 29 s ago', counted({ 5: 0, [29 / 60]: 5, 0: 5 }), 'critical'],
    ['five, 30 s ago', counted({ 5: 0, 0.5: 5, 0: 5 }), 'warning'],
    [
      'five, and the pool is still full',
      counted({ 5: 0, 2: 5, 0: 5 }, { used: 10 }),
      'critical',
    ],
    [
      'five, and somebody waits again',
      counted({ 5: 0, 2: 5, 0: 5 }, { pending: 1 }),
      'critical',
    ],
    ['five, but before', counted({ 9: 0, 6: 5, 0: 5 }), undefined],
    ['five, of which one lately', counted({ 9: 0, 6: 4, 0: 5 }), 'warning'],
    ['before the first look', counted({ 1: 7, 0: 7 }), undefined],
  ])('%s', (_, facts, expected) => {
    expect(severity(poolTimeouts, facts)).toBe(expected);
  });

  it('tells how many, and how full the pool is', () => {
    expect(judgements(poolTimeouts, counted({ 5: 0, 0: 2 }))).toMatchObject([
      {
        message:
          '2 requests for a connection got none in time in the last 5 min; 1 of 10 connections are in use now.',
        evidence: { observed: 2, limit: 1, unit: 'timeouts' },
      },
    ]);
  });

  it('says when it ended, once it is over', () => {
    expect(
      judgements(poolTimeouts, counted({ 5: 0, 2: 9, 0: 9 })),
    ).toMatchObject([
      {
        severity: 'warning',
        message:
          '9 requests for a connection got none in time in the last 5 min, the last one at 11:58 UTC; 1 of 10 connections are in use now.',
        evidence: { observed: 9, limit: 1, unit: 'timeouts' },
      },
    ]);
  });
});
