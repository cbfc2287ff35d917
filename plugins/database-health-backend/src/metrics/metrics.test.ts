import { ConfigReader } from '@backstage/config';
import {
  factCatalogue,
  readingOf,
  type Readings,
} from 'backstage-plugin-database-health-node';
import { checks } from '../checks';
import { healthyFacts, ledger } from '../checks/__testUtils__/facts';
import { readDatabaseHealthConfig } from '../config';
import { engineAdapters, readableFacts } from '../engines';
import { mockLogger } from '../__testUtils__/services';
import { createDatabaseObservations } from '../observation/registry';
import type { ConfiguredDatabase } from '../observation/types';
import { Picture } from '../picture/picture';
import { linesOf, valueIn } from './__testUtils__/series';
import { Metrics } from './metrics';

const minuteMs = 60_000;
const start = Date.UTC(2026, 5, 30, 12);
const configured: ConfiguredDatabase = {
  engine: 'postgres',
  name: 'portal',
  address: 'db.example.com:5432',
};

describe('the metrics of what is watched', () => {
  let now: number;
  let picture: Picture;
  let metrics: Metrics;

  beforeEach(() => {
    now = start;
    const observations = createDatabaseObservations();
    const options = {
      observations,
      config: readDatabaseHealthConfig(
        new ConfigReader({ app: { baseUrl: 'http://portal' } }),
        { checks, pluginIds: ['catalog'] },
      ),
      logger: mockLogger(),
      readableFacts: (engine: ConfiguredDatabase['engine']) =>
        readableFacts(engineAdapters[engine]),
      catalogue: factCatalogue,
      now: () => now,
    };
    observations
      .observe({ pluginId: 'catalog', configured, migrationsSkipped: false })
      .clientRequested();
    picture = new Picture(options);
    metrics = new Metrics({ ...options, picture });
  });

  const scrape = (contentType = metrics.contentTypes[0] as string) =>
    metrics.text(metrics.contentTypes.find(each => each === contentType)!);

  const note = (readings: Readings) =>
    picture.note(
      { pluginId: 'catalog', configured, migrationsSkipped: false },
      readings,
    );

  const reached = (answered: boolean): Readings => ({
    reachability: readingOf(
      {
        ...healthyFacts.reachability,
        answered,
        failures: answered ? 0 : 3,
        ...(!answered && { failingSince: now }),
      },
      now,
    ),
  });

  const namesIn = (text: string) => [
    ...new Set(linesOf(text).map(({ name }) => name)),
  ];

  it('say only that nothing is known before the first look', async () => {
    const text = await scrape();
    expect(
      valueIn(text, 'backstage_database_health_status', { plugin: 'catalog' }),
    ).toBe(1);
    expect(namesIn(text)).toEqual([
      'backstage_database_health_status',
      'backstage_database_survey_interval_seconds',
      'backstage_database_server_pool_limit',
    ]);
  });

  it('say nothing of what was read too long ago', async () => {
    note({ ...reached(true), size: readingOf(healthyFacts.size, now) });
    const names = ['backstage_database_up', 'backstage_database_size_bytes'];
    expect(namesIn(await scrape())).toEqual(expect.arrayContaining(names));
    now += 2 * minuteMs;
    expect(namesIn(await scrape())).not.toContain(names[0]);
    expect(namesIn(await scrape())).toContain(names[1]);
    now += 31 * minuteMs;
    expect(namesIn(await scrape())).not.toContain(names[1]);
  });

  it('name each check that is not ok, but what is unknown only of what answers', async () => {
    const failed = { status: 'failed', reason: 'Denied.', at: now } as const;
    note({ ...reached(true), size: failed });
    const levelsOf = async () =>
      linesOf(await scrape())
        .filter(({ name }) => name === 'backstage_database_check_status')
        .map(({ value }) => value);
    expect(new Set(await levelsOf())).toEqual(new Set([1]));
    now += 5_000;
    note(reached(false));
    expect(new Set(await levelsOf())).toEqual(new Set([3]));
    const text = await scrape();
    const server = picture.servers()[0].id;
    expect(
      valueIn(text, 'backstage_database_up', { plugin: 'catalog', server }),
    ).toBe(0);
    expect(valueIn(text, 'backstage_database_server_up', { server })).toBe(0);
    expect(
      valueIn(text, 'backstage_database_check_status', {
        server,
        check: 'server-reachable',
        plugin: '',
      }),
    ).toBe(3);
  });

  it('leave what only other replicas observe to them', async () => {
    const reported = {
      pluginId: 'search',
      configured: { ...configured, address: 'other.example.com:5432' },
      migrationsSkipped: false,
    };
    picture.noteReported([reported]);
    picture.note(reported, reached(true));
    expect(picture.servers()).toHaveLength(2);
    const lines = linesOf(await scrape());
    expect(lines.filter(({ labels }) => labels.plugin === 'search')).toEqual(
      [],
    );
    expect(
      new Set(lines.flatMap(({ labels }) => labels.server ?? [])).size,
    ).toBe(1);
  });

  it('show what a reader would not see of a name, and end no line with it', async () => {
    const table = 'a"b\\c\nd\u202E';
    note({
      ...reached(true),
      ledgers: readingOf(
        [
          ledger({
            table,
            lockRows: [{ index: 1, isLocked: true }],
            activity: { holders: [], active: [], partial: false },
          }),
        ],
        now,
      ),
    });
    expect(await scrape()).toContain(
      `\nbackstage_database_migration_lock_since_timestamp_seconds{plugin="catalog",ledger="a\\"b\\\\c\\\\u000Ad\\\\u202E"} ${
        start / 1_000
      }\n`,
    );
  });

  it('count the migrations of all ledgers, zeros too', async () => {
    note({
      ...reached(true),
      ledgers: readingOf(
        [
          ledger({ files: ['1_first.js', '2_second.js', '3_third.js'] }),
          ledger({ table: 'other' }),
        ],
        now,
      ),
    });
    const text = await scrape();
    const counts = ['applied', 'pending', 'missing'].map(state =>
      valueIn(text, 'backstage_database_migrations', { state }),
    );
    expect(counts).toEqual([4, 1, 0]);
  });

  it('come as OpenMetrics, whose counters have their ending only in series', async () => {
    note(reached(true));
    const text = await scrape(metrics.contentTypes[1]);
    expect(text).toMatch(/\n# EOF\n$/);
    expect(text).toContain('# TYPE backstage_database_queries counter\n');
    expect(await scrape()).toContain(
      '# TYPE backstage_database_queries_total counter\n',
    );
  });
});

describe("Backstage's metrics service", () => {
  it('need not have what is used of it', () => {
    const metrics = new Metrics({} as never);
    expect(() => metrics.publish({} as never)()).not.toThrow();
  });
});
