import {
  type Readings,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { healthyFacts, identity } from '../checks/__testUtils__/facts';
import { createDatabaseObservations } from '../observation/registry';
import { ChangedServers } from './changedServers';

const observations = createDatabaseObservations();
for (const [pluginId, address] of Object.entries({
  catalog: 'db:5432',
  search: 'db:5432',
  auth: 'other:5432',
})) {
  observations.observe({
    pluginId,
    configured: { engine: 'postgres', name: pluginId, address },
    migrationsSkipped: false,
  });
}
const catalog = observations.get('catalog')!;

describe('another server behind the same address', () => {
  let known: Readings;
  let now: number;
  const want = jest.fn();
  let servers: ChangedServers;

  beforeEach(() => {
    want.mockClear();
    known = { identity: readingOf(identity({ server: { run: 'old' } }), 0) };
    now = 1_000_000;
    servers = new ChangedServers({
      observations,
      knownOf: () => known,
      want,
      now: () => now,
    });
  });

  const counted = (run?: string): Readings => ({
    connections: readingOf({ ...healthyFacts.connections, run }, 0),
  });

  it('is noticed, and asked for all that is reached there', () => {
    expect(servers.isSame(catalog, counted('new'))).toBe(false);
    expect(want.mock.calls).toEqual([
      ['catalog', now],
      ['search', now],
    ]);
  });

  it.each<[string, Readings]>([
    ['the same as before', counted('old')],
    ['of an engine that tells no run', counted()],
    ['not read', {}],
  ])('is not what is %s', (_case, readings) => {
    expect(servers.isSame(catalog, readings)).toBe(true);
    expect(want).not.toHaveBeenCalled();
  });

  it('is nothing to compare before it was ever read', () => {
    known = {};
    expect(servers.isSame(catalog, counted('new'))).toBe(true);
  });

  it('is asked for once a minute at most where two answer in turn, but at once when it is new', () => {
    for (const afterMs of [0, 15_000, 30_000, 44_000]) {
      now = 1_000_000 + afterMs;
      expect(servers.isSame(catalog, counted('new'))).toBe(false);
    }
    expect(want).toHaveBeenCalledTimes(2);
    now = 1_060_000;
    servers.isSame(catalog, counted('new'));
    expect(want).toHaveBeenCalledTimes(4);
    now = 500_000;
    servers.isSame(catalog, counted('new'));
    expect(want).toHaveBeenCalledTimes(6);
    servers.isSame(catalog, counted('another'));
    expect(want).toHaveBeenCalledTimes(8);
  });
});
