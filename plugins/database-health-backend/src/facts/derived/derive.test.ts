import {
  factCatalogue,
  type FactName,
  type Readings,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { factsWhere } from '../catalogue';
import {
  derivedOfDatabase,
  derivedOfPeers,
  derivedOfServer,
  derivedOfSurvey,
} from '.';
import {
  derivedFact,
  derivedLater,
  type Moment,
  withDerived,
  withDerivedLater,
} from './derive';

const at = 1_000;
const size = { bytes: 1, approximate: false, tables: 1 };

const limit = derivedFact({
  fact: 'sizeLimit',
  needs: ['size'],
  derive: (readings, { times }: Moment & { times: number }) =>
    times > 0
      ? { bytes: readings.size.value.bytes * times, of: 'disk' as const }
      : undefined,
});

const doubled = derivedLater({
  fact: 'sizeLimit',
  needs: ['sizeLimit'],
  derive: async ({ sizeLimit: { value } }) =>
    value && { ...value, bytes: value.bytes * 2 },
});

describe('what follows from facts', () => {
  const add = (readings: Readings, times = 3) =>
    withDerived([limit], readings, { at, times });

  it('is added, as old as what it needs', () => {
    expect(add({ size: readingOf(size, 400) })).toEqual({
      size: readingOf(size, 400),
      sizeLimit: readingOf({ bytes: 3, of: 'disk' }, 400),
    });
  });

  it('stays as it was where what it needs was not read, or it has nothing to say', () => {
    const before = { sizeLimit: readingOf(null, 5) };
    const failed = { status: 'failed' as const, reason: 'No.', at };
    expect(add(before)).toEqual(before);
    expect(add({ ...before, size: failed })).toEqual({
      ...before,
      size: failed,
    });
    expect(add({ ...before, size: readingOf(size, at) }, 0)).toMatchObject(
      before,
    );
  });

  it('may need what followed before, and ask first', async () => {
    const readings = { size: readingOf(size, at) };
    expect(
      await withDerivedLater([limit, doubled], readings, { at, times: 3 }),
    ).toMatchObject({ sizeLimit: { value: { bytes: 6 }, at } });
    expect(
      await withDerivedLater([doubled, limit], readings, { at, times: 3 }),
    ).toMatchObject({ sizeLimit: { value: { bytes: 3 } } });
  });
});

describe('the lists of derived facts', () => {
  const ofSurvey = derivedOfSurvey({
    samples: { pointsOfEach: async () => undefined },
    pluginIds: [],
    otherPluginIds: () => [],
    unreadLedgers: async () => [],
    withLocalKnowledge: async (_, ledgers) => ledgers,
    withKnowledgeOfVersion: async (_, ledgers) => ledgers,
  });

  it('have all that the catalogue calls derived', () => {
    const derived = [
      derivedOfDatabase,
      derivedOfPeers,
      derivedOfServer,
      ofSurvey,
    ].flatMap(list => list.map(({ fact }): FactName => fact));
    expect(derived).toEqual(
      expect.arrayContaining(factsWhere(factCatalogue, { from: 'derived' })),
    );
  });
});
