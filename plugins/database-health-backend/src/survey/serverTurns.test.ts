import { createDatabaseObservations } from '../observation/registry';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import { type Observation } from '../observation/types';
import { ServerTurns } from './serverTurns';

describe('What is read of a whole server', () => {
  let readAt: Map<string, number>;
  let turns: ServerTurns;
  const [one, other, elsewhere] = ['one', 'other', 'elsewhere'].map(
    (pluginId): Observation => {
      const observations = createDatabaseObservations();
      observations.observe({
        pluginId,
        configured: {
          engine: 'postgres',
          name: pluginId,
          address: pluginId === 'elsewhere' ? 'replica:5432' : 'db:5432',
        },
        migrationsSkipped: false,
      });
      return observations.get(pluginId)!;
    },
  );

  beforeEach(() => {
    readAt = new Map();
    turns = new ServerTurns({
      catalogue: factCatalogue,
      coveredBy: ({ configured }) => configured.address,
      lastReadAt: ({ configured }) => readAt.get(configured.address),
    });
  });

  const take = (observation: Observation, freshFrom = 0) => {
    const { facts, end } = turns.take(observation, at => at >= freshFrom);
    expect(facts).toEqual(expect.arrayContaining(['size', 'ledgers']));
    return { reads: facts.includes('neighbours'), end };
  };

  it('is read by the survey of one plugin database of each server', () => {
    const first = take(one);
    expect(first.reads).toBe(true);
    expect(take(other).reads).toBe(false);
    expect(take(elsewhere).reads).toBe(true);
    readAt.set('db:5432', 1_000);
    first.end();
    expect(take(other).reads).toBe(false);
  });

  it('is read by the next one where the first could not', () => {
    take(one).end();
    expect(take(other).reads).toBe(true);
  });

  it('is read anew when it is no longer fresh', () => {
    readAt.set('db:5432', 1_000);
    expect(take(one, 1_000).reads).toBe(false);
    expect(take(one, 1_001).reads).toBe(true);
  });
});
