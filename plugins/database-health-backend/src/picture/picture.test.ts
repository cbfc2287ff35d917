import { ConfigReader } from '@backstage/config';
import type { Readings } from 'backstage-plugin-database-health-node';
import {
  factCatalogue,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { mockLogger } from '../__testUtils__/services';
import { checks } from '../checks';
import { readDatabaseHealthConfig } from '../config';
import { engineAdapters, readableFacts } from '../engines';
import { StatusChanges } from '../incidents';
import { createDatabaseObservations } from '../observation/registry';
import type { SeenStatus } from '../store';
import { Picture } from './picture';

const pluginIds = ['auth', 'catalog'];
const minuteMs = 60_000;

describe('a server that is down', () => {
  const start = Date.UTC(2026, 5, 30, 12);
  let now: number;
  let picture: Picture;
  let told: SeenStatus[];

  beforeEach(() => {
    now = start;
    const observations = createDatabaseObservations();
    for (const pluginId of pluginIds) {
      observations
        .observe({
          pluginId,
          configured: {
            engine: 'postgres',
            name: pluginId,
            address: 'db.example.com:5432',
          },
          migrationsSkipped: false,
        })
        .clientRequested();
    }
    picture = new Picture({
      observations,
      config: readDatabaseHealthConfig(
        new ConfigReader({ app: { baseUrl: 'http://portal' } }),
        { checks, pluginIds },
      ),
      logger: mockLogger(),
      readableFacts: engine => readableFacts(engineAdapters[engine]),
      catalogue: factCatalogue,
      now: () => now,
    });
    told = [];
    const changes = new StatusChanges({
      transitions: {
        async note(seen) {
          told.push(...seen);
          return true;
        },
      },
      now: () => now,
    });
    picture.onJudged({ server: server => changes.serverJudged(server) });
  });

  function look(readings: Readings) {
    for (const database of picture.snapshots()) {
      picture.note(database.database, readings);
    }
  }

  const reached = (answered: boolean, failures: number): Readings => ({
    reachability: readingOf(
      {
        answered,
        failures,
        ...(!answered && { failingSince: start }),
        tookMs: 2,
        poolFull: false,
      },
      now,
    ),
  });

  it('is critical all the time, wherever one looks, however old its other facts are', async () => {
    look(reached(true, 0));
    const [{ id }] = picture.servers();
    picture.noteServer(id, {
      connections: readingOf({ used: 5, limit: 100, reserved: 3 }, now),
    });
    const statuses = new Map<number, string[]>();
    for (let failures = 1; now < start + 61 * minuteMs; failures++) {
      now += 5_000;
      look(reached(false, failures));
      const [{ status }] = picture.servers();
      statuses.set((now - start) / 1_000, [status, picture.status()]);
    }
    for (const seconds of [15, 45, 75, 3_600]) {
      expect([seconds, statuses.get(seconds)]).toEqual([
        seconds,
        ['critical', 'critical'],
      ]);
    }
    await new Promise(resolve => setImmediate(resolve));
    const ofWhole = told.filter(
      ({ serverId, checkId }) => serverId === id && checkId === undefined,
    );
    expect(ofWhole.map(({ status }) => status)).not.toContain('ok');
    expect(ofWhole[ofWhole.length - 1]).toMatchObject({ status: 'critical' });
    look(reached(true, 0));
    expect(
      picture
        .servers()[0]
        .results.find(({ checkId }) => checkId === 'server-reachable'),
    ).toMatchObject({ status: 'ok' });
  });
});
