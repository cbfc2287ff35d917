import type { DatabaseStatistics } from '../../pure/facts';
import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import { pulseHistoryLength } from '../../pure/facts';
import { statistics } from '../../checks/__testUtils__/facts';
import { withDerived } from './derive';
import { statisticsHistory } from './statisticsHistory';

/** What a look comes to after those before. */
function lookAfter(
  before: readonly DatabaseStatistics[],
  read: readonly DatabaseStatistics[],
  at: number,
): readonly DatabaseStatistics[] {
  const derived = withDerived(
    [statisticsHistory],
    { statistics: readingOf(read, at) },
    { before: { statistics: readingOf(before, 0) }, at },
  );
  return valueOf(derived.statistics)!;
}

/** What looks a second apart come to. */
function looks(
  ...each: readonly (readonly Partial<DatabaseStatistics>[])[]
): readonly DatabaseStatistics[] {
  return looksApart(1_000, each);
}

function looksApart(
  apartMs: number,
  each: readonly (readonly Partial<DatabaseStatistics>[])[],
): readonly DatabaseStatistics[] {
  return each.reduce<readonly DatabaseStatistics[]>(
    (before, now, i) =>
      lookAfter(
        before,
        now.map(overrides => statistics(overrides)),
        i * apartMs,
      ),
    [],
  );
}

describe('the statistics of a server', () => {
  it('are kept with those of earlier looks, oldest first', () => {
    const [{ history }] = looks([{ deadlocks: 1 }], [{ deadlocks: 4 }]);
    expect(history).toMatchObject([
      { at: 0, deadlocks: 1 },
      { at: 1_000, deadlocks: 4 },
    ]);
  });

  it('begin anew when a counter went back, for that database alone', () => {
    const [one, other] = looks(
      [{ database: 'one', commits: 10 }, { database: 'other' }],
      [{ database: 'one', commits: 9 }, { database: 'other' }],
    );
    expect(one.history).toMatchObject([{ at: 1_000, commits: 9 }]);
    expect(other.history).toHaveLength(2);
  });

  it('begin anew when a counter came or went', () => {
    const [one, other, third] = looks(
      [
        { database: 'one', deadlocks: null },
        { database: 'other', deadlocks: 7 },
        { database: 'third', deadlocks: null },
      ],
      [
        { database: 'one', deadlocks: 7 },
        { database: 'other', deadlocks: null },
        { database: 'third', deadlocks: null },
      ],
    );
    expect(one.history).toHaveLength(1);
    expect(other.history).toHaveLength(1);
    expect(third.history).toHaveLength(2);
  });

  it('are of the whole server where it names no database', () => {
    const [{ history }] = looks(
      [{ database: undefined, commits: 1 }],
      [{ database: undefined, commits: 3 }],
    );
    expect(history).toMatchObject([{ commits: 1 }, { commits: 3 }]);
  });

  it('are forgotten with the database', () => {
    expect(looks([{ database: 'gone' }], [])).toEqual([]);
  });

  it.each([
    ['second', 1_000],
    ['15 seconds', 15_000],
    ['5 minutes', 300_000],
  ])('go back an hour and are bounded, with a look each %s', (_, apartMs) => {
    const many = Array.from(
      { length: Math.ceil((2 * 3_600_000) / apartMs) },
      () => [{}],
    );
    const [{ history }] = looksApart(apartMs, many);
    const at = (many.length - 1) * apartMs;
    expect(history.length).toBeLessThanOrEqual(pulseHistoryLength + 61);
    const newest = history.slice(-pulseHistoryLength).map(each => each.at);
    expect(newest).toEqual(
      Array.from(
        { length: Math.min(pulseHistoryLength, many.length) },
        (__, i) => at - i * apartMs,
      ).reverse(),
    );
    const hourAgo = at - 3_600_000;
    expect(
      history.some(each => each.at <= hourAgo && each.at > hourAgo - 300_001),
    ).toBe(true);
    expect(
      history.every((each, i) => i === 0 || each.at > history[i - 1].at),
    ).toBe(true);
  });

  it('forget those of times to come when the clock is put back', () => {
    let known: readonly DatabaseStatistics[] = [];
    const look = (at: number) => {
      known = lookAfter(known, [statistics()], at);
      return known[0].history.map(each => each.at);
    };
    look(10 * 3_600_000);
    for (let i = 0; i < pulseHistoryLength - 1; i += 1) {
      look(i * 1_000);
    }
    expect(look(100_000)[0]).toBe(0);
  });
});
