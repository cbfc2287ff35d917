import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { counted } from '../__testUtils__/statistics';
import { deadlocks } from './deadlocks';

/** Deadlocks as looks found them: seconds ago and how many. */
const facts = (...looks: [ago: number, deadlocks: number][]) => ({
  statistics: [
    counted(
      ...looks.map(([ago, found]) => [ago, { deadlocks: found }] as const),
    ),
  ],
});

describe('deadlocks', () => {
  it.each([
    ['none', facts([300, 7], [15, 7], [0, 7]), undefined],
    ['one', facts([300, 7], [15, 7], [0, 8]), 'warning'],
    ['four a minute', facts([300, 0], [60, 20], [0, 24]), 'warning'],
    ['five a minute', facts([300, 0], [60, 20], [0, 25]), 'critical'],
    [
      'many in the minute, until 29 s ago',
      facts([300, 0], [60, 0], [29, 9], [0, 9]),
      'critical',
    ],
    [
      'many in the minute, until 30 s ago',
      facts([300, 0], [60, 0], [30, 9], [0, 9]),
      'warning',
    ],
    [
      'many, minutes ago',
      facts([300, 0], [90, 90], [60, 90], [0, 90]),
      'warning',
    ],
    [
      'a few in the hour since the last look',
      facts([3_600, 0], [0, 30]),
      'warning',
    ],
    ['many, before', facts([400, 0], [300, 90], [0, 90]), undefined],
    ['many before the first look', facts([15, 90], [0, 90]), undefined],
  ])('%s', (_, given, expected) => {
    expect(severity(deadlocks, given)).toBe(expected);
  });

  it('tells in whose database, of each of them', () => {
    const [one] = facts([300, 0], [15, 0], [0, 1]).statistics;
    const [many] = facts([60, 0], [15, 20], [0, 31]).statistics;
    expect(
      judgements(deadlocks, {
        statistics: [
          { ...one, pluginIds: ['catalog'] },
          { ...many, database: 'portal', pluginIds: ['a', 'b', 'c', 'd'] },
          { ...one, database: 'strange', deadlocks: 0 },
        ],
      }),
    ).toMatchObject([
      {
        object: 'backstage_plugin_catalog',
        message:
          '1 deadlock in the database of catalog in the last 5 min; in each, the server aborted one transaction.',
        evidence: { observed: 1, limit: 1, unit: 'deadlocks' },
      },
      {
        object: 'portal',
        message: expect.stringMatching(
          /^31 deadlocks in the database of a, b, c and 1 more/,
        ),
        evidence: { observed: 31, limit: 5, unit: 'deadlocks a minute' },
      },
    ]);
  });

  it('tells where its server names them, and that one does not count them', () => {
    const [{ database: _, ...one }] = facts([300, 0], [0, 1]).statistics;
    const statistics = [one];
    expect(
      judgements(deadlocks, { statistics }, { engine: 'mysql' }),
    ).toMatchObject([
      {
        message: expect.stringMatching(/^1 deadlock on the whole server in/),
        remedy: { text: expect.stringMatching(/innodb status.* two replicas/) },
      },
    ]);
    expect(
      evaluate(deadlocks, { statistics: [{ ...one, deadlocks: null }] }),
    ).toEqual({ skipped: 'This server does not count deadlocks.' });
  });

  it('says when they ended, once they are over', () => {
    expect(
      judgements(deadlocks, facts([300, 0], [180, 9], [0, 9])),
    ).toMatchObject([
      {
        message: expect.stringMatching(
          /in the last 5 min, the last one at 11:57 UTC; in each/,
        ),
      },
    ]);
  });

  it.each([[facts([0, 90])], [{ statistics: [] }]])(
    'is skipped before the second look',
    given => {
      expect(evaluate(deadlocks, given)).toMatchObject({
        skipped: expect.stringContaining('not been counted twice'),
      });
    },
  );
});
