import {
  factCatalogue,
  type FactName,
  readingOf,
  type Readings,
} from 'backstage-plugin-database-health-node';
import { healthyFacts, noon, session } from '../../checks/__testUtils__/facts';
import { shapedReadings } from '.';

const shaped = (given: unknown, until = noon) => {
  const leftOut = jest.fn();
  const readings = shapedReadings(given, { until, leftOut });
  return { readings, times: leftOut.mock.calls.length };
};

const shared = Object.entries(factCatalogue).flatMap(([fact, entry]) =>
  entry.shared === 'none' ? [] : [fact as keyof typeof healthyFacts],
);

describe('readings that come from the store', () => {
  it.each(shared)('are taken as they are: %s', fact => {
    const given: Readings = {
      [fact]: readingOf(healthyFacts[fact], noon),
    };
    expect(shaped(JSON.parse(JSON.stringify(given)))).toEqual({
      readings: given,
      times: 0,
    });
  });

  it.each(shared)('are left out where they have another shape: %s', fact => {
    for (const value of [5, 'x', { a: 1 }, [[]], [null]]) {
      expect(shaped({ [fact]: readingOf(value, noon) })).toEqual({
        readings: {},
        times: 1,
      });
    }
  });

  it('that failed are taken with their reason', () => {
    const given = { size: { status: 'failed', reason: 'No.', at: noon } };
    expect(shaped(given)).toEqual({ readings: given, times: 0 });
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['another status', { size: { status: 'awful', at: noon } }],
    [
      'a time that is none',
      { size: { status: 'failed', reason: '', at: 'x' } },
    ],
    [
      'a time that no date can hold',
      { ping: readingOf(healthyFacts.ping, 9e15) },
    ],
    ['a time to come', { size: readingOf(healthyFacts.size, noon + 1) }],
    [
      'a text without end',
      {
        ownership: readingOf({ role: 'x'.repeat(30_000), foreign: [] }, noon),
      },
    ],
  ])('are left out: %s', (_, given) => {
    expect(shaped(given)).toEqual({ readings: {}, times: 1 });
  });

  it('lose what is known of no fact of theirs, and keep what a module added', () => {
    const sessions = {
      sessions: [{ ...session(), more: 1, __proto__: { polluted: true } }],
      truncated: false,
      partial: false,
    };
    const added = { anything: ['goes'] };
    expect(
      shaped({
        sessions: readingOf(sessions, noon),
        ['added' as FactName]: readingOf(added, noon),
      }).readings,
    ).toEqual({
      sessions: readingOf({ ...sessions, sessions: [session()] }, noon),
      added: readingOf(added, noon),
    });
  });
});
