import type { DatabaseStatistics } from 'backstage-plugin-database-health-node';
import { pulseHistoryLength } from 'backstage-plugin-database-health-node';
import { statistics } from '../checks/__testUtils__/facts';
import { withHistory } from './statistics';

/** What looks a second apart come to. */
function looks(
  ...each: readonly (readonly Partial<DatabaseStatistics>[])[]
): readonly DatabaseStatistics[] {
  return each.reduce<readonly DatabaseStatistics[]>(
    (before, now, i) =>
      withHistory(
        before,
        now.map(overrides => statistics(overrides)),
        i * 1_000,
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

  it('are forgotten with the database, and bounded', () => {
    expect(looks([{ database: 'gone' }], [])).toEqual([]);
    const many = Array.from({ length: pulseHistoryLength + 3 }, () => [{}]);
    const [{ history }] = looks(...many);
    expect(history).toHaveLength(pulseHistoryLength);
    expect(history[0].at).toBe(3_000);
  });
});
