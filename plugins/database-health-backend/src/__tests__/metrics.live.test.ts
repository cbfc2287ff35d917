import { metricsServiceFactory } from '@backstage/backend-defaults/alpha';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { metrics } from '@opentelemetry/api';
import {
  PrometheusExporter,
  PrometheusSerializer,
} from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { asSuperuser } from '../engines/__testUtils__/postgresSubjects';
import { linesOf, valueIn } from '../metrics/__testUtils__/series';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';
import {
  complaintsOf,
  type Prometheus,
  prometheusAvailable,
  startPrometheus,
} from '../__testUtils__/prometheus';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const adminToken = 'token-of-the-administrators';
const monitoringToken = 'token-of-the-monitoring';
const otherToken = 'token-of-another-plugin';

/** What Prometheus 2.42 asks for. */
const openMetricsFirst =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

const tokenOf = (token: string, accessRestrictions?: object[]) => ({
  type: 'static',
  options: { token, subject: token },
  ...(accessRestrictions && { accessRestrictions }),
});

describe('the metrics of a portal on PostgreSQL', () => {
  let server: PostgresServer;
  let portal: Portal;
  const seen = new Map<string, number>();

  beforeAll(async () => {
    server = await startPostgres({
      settings: { shared_preload_libraries: 'pg_stat_statements' },
    });
    await asSuperuser(server, 'create extension pg_stat_statements');
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: connectionOf(server),
        plugin: { inventory: { knexConfig: { pool: { min: 0, max: 1 } } } },
      },
      // How fast this machine is today is not what these tests are about.
      databaseHealth: { checks: { latency: false, 'pool-wait': false } },
      backend: {
        auth: {
          externalAccess: [
            tokenOf(adminToken),
            tokenOf(monitoringToken, [
              { plugin: 'database-health', permission: 'databaseHealth.read' },
            ]),
            tokenOf(otherToken, [{ plugin: 'catalog' }]),
          ],
        },
      },
      features: [
        authServiceFactory,
        httpAuthServiceFactory,
        permissionsServiceFactory,
      ],
      token: adminToken,
    });
    await portal.survey();
  });

  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  const ask = (headers: Record<string, string> = {}) =>
    fetch(`http://${portal.address}/api/database-health/metrics`, { headers });

  /** Whatever the test does between two scrapes, nothing that only grows falls. */
  const scrape = async (): Promise<string> => {
    const response = await ask({ authorization: `Bearer ${monitoringToken}` });
    expect(response.status).toBe(200);
    const text = await response.text();
    for (const { name, key, value } of linesOf(text)) {
      if (
        /_(total|bucket|sum|count)$/.test(name) &&
        !/connection_count$/.test(name)
      ) {
        expect([key, value >= (seen.get(key) ?? 0)]).toEqual([key, true]);
        seen.set(key, value);
      }
    }
    return text;
  };

  it('are for who has a token that may read them', async () => {
    expect((await ask()).status).toBe(401);
    expect((await ask({ authorization: 'Bearer nobodys' })).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${otherToken}` })).status).toBe(
      403,
    );
    const response = await ask({ authorization: `Bearer ${monitoringToken}` });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toMatch(
      /^text\/plain;.*version=0\.0\.4/,
    );
  });

  it('come as OpenMetrics to who asks for it', async () => {
    const response = await ask({
      authorization: `Bearer ${monitoringToken}`,
      accept: openMetricsFirst,
    });
    expect(response.headers.get('content-type')).toMatch(
      /^application\/openmetrics-text;.*version=1\.0\.0/,
    );
    const text = await response.text();
    expect(text).toMatch(/\n# EOF\n$/);
    expect(text).toContain('# TYPE backstage_database_queries counter\n');
    expect(text).toMatch(
      /\nbackstage_database_queries_total\{plugin="inventory"\} \d/,
    );
  });

  it('tell what the test did: queries, errors, duplicates and a wait', async () => {
    const { inventory } = portal;
    const plugin = 'inventory';
    const ofServer = { plugin, db_system_name: 'postgresql' };
    await inventory.schema.createTable('keys', table => {
      table.integer('id').primary();
    });
    await inventory('keys').insert({ id: 1 });
    const before = await scrape();
    const grown = async (name: string, labels: Record<string, string>) =>
      (valueIn(await scrape(), name, labels) ?? 0) -
      (valueIn(before, name, labels) ?? 0);

    for (let i = 0; i < 20; i += 1) {
      await inventory.raw('select 1');
    }
    for (let i = 0; i < 7; i += 1) {
      await expect(inventory('keys').select('no')).rejects.toThrow();
    }
    for (let i = 0; i < 3; i += 1) {
      await expect(inventory('keys').insert({ id: 1 })).rejects.toThrow();
    }
    const queries = await grown('backstage_database_queries_total', { plugin });
    expect(queries).toBeGreaterThanOrEqual(30);
    // Backstage asks each client once a minute.
    expect(queries).toBeLessThanOrEqual(31);
    expect(
      await grown('backstage_database_query_errors_total', { plugin }),
    ).toBe(7);

    const duration = 'db_client_operation_duration_seconds';
    const timed = await grown(`${duration}_count`, ofServer);
    // In a rush it is an estimate.
    expect(timed).toBeGreaterThan(20);
    expect(timed).toBeLessThan(40);
    const slower = async (name: string, labels: Record<string, string>) =>
      (await grown(`${name}_bucket`, { ...labels, le: '+Inf' })) -
      (await grown(`${name}_bucket`, { ...labels, le: '0.1' }));
    // After a rush not each is timed.
    await portal.eventually(async () => {
      await inventory.raw('select pg_sleep(0.12)');
      expect(await slower(duration, ofServer)).toBeGreaterThan(0);
    });
    expect(await grown(`${duration}_sum`, ofServer)).toBeGreaterThan(0.12);
    const slowBefore = await slower(duration, ofServer);
    await portal.eventually(async () => {
      await expect(
        inventory.raw('select pg_sleep(0.12), 1 / (random() * 0)::int'),
      ).rejects.toThrow();
      expect(await slower(duration, ofServer)).toBeGreaterThan(slowBefore);
    });

    const pool = { plugin, db_client_connection_pool_name: plugin };
    await portal.eventually(async () => {
      const holder = await inventory.transaction();
      const waiter = inventory.raw('select 1').then();
      await new Promise(resolve => setTimeout(resolve, 150));
      const meanwhile = await scrape();
      const states = ['used', 'idle'].map(db_client_connection_state =>
        valueIn(meanwhile, 'db_client_connection_count', {
          ...pool,
          db_client_connection_state,
        }),
      );
      await holder.commit();
      await waiter;
      expect({
        states,
        limit: valueIn(meanwhile, 'db_client_connection_limit', pool),
        pending: valueIn(
          meanwhile,
          'db_client_connection_pending_requests',
          pool,
        ),
      }).toEqual({ states: [1, 0], limit: 1, pending: 1 });
      expect(
        await slower('db_client_connection_wait_time_seconds', pool),
      ).toBeGreaterThan(0);
    });
    expect(await grown('db_client_connection_timeouts_total', pool)).toBe(0);
    await inventory.schema.dropTable('keys');
  });

  it('tell what is read of plugin databases and servers', async () => {
    await portal.eventually(async () => {
      const { databases, servers } = await portal.overview();
      const text = await scrape();
      expect(servers).toHaveLength(1);
      const [{ id, connections, budget }] = servers;
      const levels = { ok: 0, unknown: 1, warning: 2, critical: 3 };
      for (const { pluginId: plugin, status, size, migrations } of databases) {
        const engine = 'postgres';
        expect({
          status: valueIn(text, 'backstage_database_health_status', {
            plugin,
            engine,
          }),
          up: valueIn(text, 'backstage_database_up', { plugin, server: id }),
          size: valueIn(text, 'backstage_database_size_bytes', {
            plugin,
            engine,
          }),
          migrations: ['applied', 'pending', 'missing'].map(state =>
            valueIn(text, 'backstage_database_migrations', { plugin, state }),
          ),
        }).toEqual({
          status: levels[status],
          up: 1,
          size: size!.bytes,
          migrations: [
            migrations!.applied,
            migrations!.pending,
            migrations!.missing,
          ],
        });
        const surveyedAt = valueIn(
          text,
          'backstage_database_last_survey_timestamp_seconds',
          { plugin },
        )!;
        expect(Math.abs(Date.now() / 1_000 - surveyedAt)).toBeLessThan(300);
      }
      expect({
        up: valueIn(text, 'backstage_database_server_up', { server: id }),
        limit: valueIn(text, 'backstage_database_server_connections_limit', {
          server: id,
        }),
        pools: valueIn(text, 'backstage_database_server_pool_limit', {
          server: id,
        }),
      }).toEqual({ up: 1, limit: connections!.limit, pools: budget!.max });
      expect(
        valueIn(text, 'backstage_database_server_connections', { server: id }),
      ).toBeGreaterThan(0);
      expect(valueIn(text, 'backstage_database_survey_interval_seconds')).toBe(
        600,
      );
    });
  });

  it('are as many as are documented', async () => {
    const lines = linesOf(await scrape());
    const plugins = new Set(lines.flatMap(({ labels }) => labels.plugin ?? []));
    expect(plugins.size).toBe(3);
    for (const plugin of plugins) {
      const own = lines.filter(({ labels }) => labels.plugin === plugin);
      const notOk = own.filter(
        ({ name }) => name === 'backstage_database_check_status',
      );
      expect(own.length - notOk.length).toBeLessThanOrEqual(36);
    }
  });

  it('cost no query, however often they are asked for', async () => {
    const statements = async () => {
      const [{ calls }] = await asSuperuser<{ calls: string }>(
        server,
        `select sum(calls) as calls from pg_stat_statements
         where query not like '%pg_stat_statements%'`,
      );
      return Number(calls);
    };
    // Meanwhile pulses and heartbeats go on: one look between them is enough.
    await portal.eventually(async () => {
      const before = await statements();
      for (let i = 0; i < 10; i += 1) {
        await scrape();
      }
      expect(await statements()).toBe(before);
    });
  });

  it('tell of a ledger whose lock is held, until it is free', async () => {
    const plugin = 'inventory';
    const name = 'backstage_database_migration_lock_since_timestamp_seconds';
    const held = { plugin, ledger: 'knex_migrations' };
    const { inventory } = portal;
    await inventory('knex_migrations_lock').update({ is_locked: 1 });
    await portal.survey();
    await portal.eventually(async () => {
      const since = valueIn(await scrape(), name, held)!;
      expect(Math.abs(Date.now() / 1_000 - since)).toBeLessThan(300);
    });
    await inventory('knex_migrations_lock').update({ is_locked: 0 });
    await portal.survey();
    await portal.eventually(async () =>
      expect(valueIn(await scrape(), name, held)).toBeUndefined(),
    );
  });

  (prometheusAvailable ? describe : describe.skip)(
    'beside a Prometheus',
    () => {
      let prometheus: Prometheus;
      beforeAll(async () => {
        prometheus = await startPrometheus({
          targets: [
            {
              job: 'backstage',
              addresses: [portal.address],
              token: monitoringToken,
              labels: { namespace: 'portals' },
            },
          ],
        });
      });
      afterAll(() => prometheus?.dispose());

      it('are as it wants them, but for the one name that the convention wants', async () => {
        expect(complaintsOf(await scrape())).toEqual([
          expect.stringMatching(/^db_client_connection_count .*"_count"/),
        ]);
      });

      it('are read by it, as OpenMetrics', async () => {
        await portal.eventually(async () => {
          expect(
            await prometheus.query('backstage_database_up{plugin="orders"}'),
          ).toMatchObject([
            { metric: { job: 'backstage', namespace: 'portals' }, value: 1 },
          ]);
        });
        expect(await prometheus.scrapes()).toEqual([
          expect.objectContaining({ health: 'up', lastError: '' }),
        ]);
        // Only there it goes without its ending.
        expect(
          await prometheus.ask(
            'targets/metadata?metric=backstage_database_queries',
          ),
        ).toMatchObject([{ type: 'counter' }]);
        expect(
          await prometheus.query(
            'histogram_quantile(0.5, sum by (le) (db_client_operation_duration_seconds_bucket)) > 0',
          ),
        ).toHaveLength(1);
      });

      it('say that a server is down, and that it is back', async () => {
        const found = async (expression: string) =>
          (await prometheus.query(expression)).map(({ value }) => value);
        await server.stop();
        await portal.eventually(async () => {
          expect(await found('backstage_database_server_up')).toEqual([0]);
          expect(await found('max(backstage_database_up)')).toEqual([0]);
          expect(
            await found(
              'backstage_database_check_status{check="server-reachable"}',
            ),
          ).toEqual([3]);
          // What nobody could read follows from that.
          expect(await found('backstage_database_check_status == 1')).toEqual(
            [],
          );
        });
        await server.start();
        await portal.eventually(async () => {
          expect(await found('backstage_database_server_up')).toEqual([1]);
          expect(await found('min(backstage_database_up)')).toEqual([1]);
        });
      });
    },
  );
});

describe("the metrics through Backstage's service", () => {
  const database = { client: 'better-sqlite3', connection: ':memory:' };
  const exporter = new PrometheusExporter({ preventServerStart: true });
  let portal: Portal;

  beforeAll(async () => {
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
    portal = await startPortal({ database, features: [metricsServiceFactory] });
  });

  afterAll(async () => {
    await portal?.stop();
    metrics.disable();
  });

  const exported = async () => {
    const { resourceMetrics, errors } = await exporter.collect();
    expect(errors).toEqual([]);
    return new PrometheusSerializer(
      undefined,
      false,
      undefined,
      true,
      true,
    ).serialize(resourceMetrics);
  };

  it('are the same, by the names that are documented', async () => {
    const plugin = 'inventory';
    await portal.eventually(async () => {
      const text = await exported();
      expect(valueIn(text, 'backstage_database_up', { plugin })).toBe(1);
      expect(
        valueIn(text, 'backstage_database_size', { plugin }),
      ).toBeGreaterThan(0);
      expect(valueIn(text, 'db_client_connection_limit', { plugin })).toBe(1);
    });
    const here = (await portal.get('/metrics').expect(200)).text;
    const there = await exported();
    const own = { plugin, db_system_name: 'sqlite' };
    const duration = 'db_client_operation_duration';
    for (const [name, other, labels] of [
      ['backstage_database_queries_total', undefined, { plugin }],
      [
        `${duration}_seconds_bucket`,
        `${duration}_bucket_total`,
        { ...own, le: '+Inf' },
      ],
      [`${duration}_seconds_count`, `${duration}_count_total`, own],
      [`${duration}_seconds_sum`, `${duration}_sum_total`, own],
    ] as const) {
      const value = valueIn(here, name, labels)!;
      expect(value).toBeGreaterThan(0);
      expect(valueIn(there, other ?? name, labels)).toBeCloseTo(value, 1);
    }
  });
});
