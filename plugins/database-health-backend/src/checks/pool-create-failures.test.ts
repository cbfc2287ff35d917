import { judgements, severity } from './__testUtils__/evaluate';
import { noon, pool } from './__testUtils__/facts';
import { poolCreateFailures } from './pool-create-failures';

const minute = 60_000;

/** Counters as looks found them, minutes ago by their keys. */
function counted(byMinutesAgo: Record<number, number>) {
  const history = Object.entries(byMinutesAgo)
    .map(([ago, createFailures]) => ({
      at: noon - Number(ago) * minute,
      used: 1,
      pending: 0,
      max: 10,
      timeouts: 0,
      createFailures,
    }))
    .sort((a, b) => a.at - b.at);
  return {
    pool: pool({
      history,
      createFailures: history[history.length - 1]?.createFailures ?? 0,
    }),
  };
}

describe('pool-create-failures', () => {
  it.each([
    ['never looked at', counted({}), undefined],
    ['none', counted({ 5: 0, 0: 0 }), undefined],
    ['one', counted({ 5: 0, 0: 1 }), 'warning'],
    ['many at once', counted({ 5: 0, 1: 20, 0: 20 }), 'warning'],
    ['for a minute', counted({ 5: 0, 1: 1, 0: 2 }), 'critical'],
    ['over', counted({ 9: 0, 8: 5, 7: 9, 0: 9 }), undefined],
  ])('%s', (_, facts, expected) => {
    expect(severity(poolCreateFailures, facts)).toBe(expected);
  });

  it('tells how many, and for how long', () => {
    expect(
      judgements(poolCreateFailures, counted({ 5: 0, 2: 1, 0: 9 })),
    ).toMatchObject([
      {
        message:
          '9 connections could not be opened in the last 5 min, over 2 min.',
        evidence: { observed: 120, limit: 60, unit: 's' },
      },
    ]);
  });
});
