import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'backstage-plugin-database-health-common';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import {
  type Alertmanager,
  alertmanagerAvailable,
  startAlertmanager,
} from '../../__testUtils__/monitoring/alertmanager';
import {
  queriesOf,
  readDashboard,
} from '../../__testUtils__/monitoring/dashboard';
import { fasterRules } from '../../__testUtils__/monitoring/faster';
import { readRules } from '../../__testUtils__/monitoring/files';
import {
  type Receiver,
  startReceiver,
} from '../../__testUtils__/monitoring/receiver';
import { eventually } from '../../__testUtils__/eventually';
import {
  type Prometheus,
  prometheusAvailable,
  startPrometheus,
} from '../../__testUtils__/prometheus';
import {
  monitoringToken,
  replicaToken,
  startReplica,
} from '../../__testUtils__/replica';
import {
  startProxy,
  type SwitchingProxy,
} from '../../__testUtils__/switchingProxy';
import {
  asSuperuser,
  superuserSession,
} from '../../engines/__testUtils__/postgresSubjects';
import { claimLastsMs } from '../../store/surveys';

const migrations = ['20250101000000_items.js', '20250201000000_shelves.js'];
const inventory = 'backstage_plugin_inventory';
const poolMax = 4;

/** A replica in a process of its own. */
interface Replica {
  readonly address: string;
  readonly process: ChildProcess;
}

/** Fetches what a replica has at a path below `/api`; throws unless it is 2xx. */
async function ask(
  { address }: Replica,
  path: string,
  request: RequestInit = {},
): Promise<Response> {
  const answer = await fetch(`http://${address}/api/${path}`, {
    ...request,
    headers: {
      ...request.headers,
      Authorization: `Bearer ${replicaToken}`,
    },
  });
  if (!answer.ok) {
    throw new Error(`${path} answers ${answer.status}`);
  }
  return answer;
}

/**
 * Two replicas on one PostgreSQL, one of them over an address that can be cut, and the
 * rules in a Prometheus that scrapes them each second. Times are those of `faster.ts`.
 */
(prometheusAvailable && alertmanagerAvailable ? describe : describe.skip)(
  'the alerts of two replicas',
  () => {
    const startedAt = Date.now();
    const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
    let server: PostgresServer;
    let proxy: SwitchingProxy;
    let one: Replica;
    let other: Replica;
    let receiver: Receiver;
    let alertmanager: Alertmanager;
    let prometheus: Prometheus;

    async function start(postgresPort: number): Promise<Replica> {
      const { database: _, ...connection } = server.connection();
      const port = await freePort();
      return {
        address: `127.0.0.1:${port}`,
        process: await startReplica({
          port,
          directory: join(folder, 'migrations'),
          pluginIds: ['inventory', 'orders'],
          database: {
            client: 'pg',
            connection: { ...connection, port: postgresPort },
            knexConfig: { pool: { max: poolMax, acquireTimeoutMillis: 5_000 } },
          },
          databaseHealth: {
            pulse: { interval: '1s' },
            survey: { interval: '10s' },
            checks: {
              // How fast this machine is today is not what this is about.
              latency: false,
              'pool-wait': false,
              'migrations-locked': { warningSeconds: 1, criticalSeconds: 2 },
            },
          },
        }),
      };
    }

    async function untilSurveyed(replica: Replica): Promise<void> {
      await eventually(async () => {
        const answer = await ask(replica, 'database-health/overview');
        const { databases } = await answer.json();
        if (
          databases.length !== 3 ||
          databases.some((each: Database) => !each.surveyedAt)
        ) {
          throw new Error('Not all databases were surveyed');
        }
      }, 120_000);
    }

    beforeAll(async () => {
      const directory = join(folder, 'migrations');
      mkdirSync(directory);
      migrations.forEach((name, i) =>
        writeFileSync(
          join(directory, name),
          `exports.up = knex => knex.schema.createTable('t${i}', t => t.increments());
           exports.down = knex => knex.schema.dropTable('t${i}');`,
        ),
      );
      const rules = join(folder, 'rules.yaml');
      writeFileSync(rules, JSON.stringify(fasterRules(readRules())));
      server = await startPostgres({ major: 18 });
      proxy = await startProxy(server.port);
      one = await start(server.port);
      // Two that migrate at once may leave a lock of two rows behind.
      await untilSurveyed(one);
      other = await start(proxy.port);
      await untilSurveyed(other);
      receiver = await startReceiver();
      alertmanager = await startAlertmanager(receiver.url);
      prometheus = await startPrometheus({
        targets: [
          {
            job: 'backstage',
            addresses: [one.address, other.address],
            token: monitoringToken,
            labels: { namespace: 'portal' },
          },
        ],
        ruleFiles: [rules],
        alertmanagers: [alertmanager.address],
      });
      await eventually(async () => {
        const up = await prometheus.query('backstage_database_up == 1');
        if (up.length !== 6) {
          throw new Error('Not all databases answer both replicas');
        }
      });
    });

    afterAll(async () => {
      await prometheus?.dispose();
      await alertmanager?.dispose();
      await receiver?.dispose();
      one?.process.kill('SIGKILL');
      other?.process.kill('SIGKILL');
      await proxy?.dispose();
      await server?.dispose();
      rmSync(folder, { recursive: true });
    });

    /** Asks for a survey, as often as it may be asked for. */
    async function survey(): Promise<void> {
      await eventually(() =>
        ask(one, 'database-health/refresh', { method: 'POST' }),
      );
    }

    const run = (sql: string) => asSuperuser(server, sql, inventory);

    /** Takes a lock until it is called. */
    async function take(lock: string): Promise<() => Promise<void>> {
      const session = await superuserSession(server, inventory);
      await session.query(lock);
      return () => session.end();
    }

    /** Runs a statement over the pool of the plugin, whatever comes of it. */
    async function runOver(
      replica: Replica,
      sql: string,
      signal?: AbortSignal,
    ): Promise<void> {
      await ask(replica, 'inventory/run', {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain' },
        body: sql,
        signal,
      }).catch(() => {});
    }

    /** Until nothing fires, nothing is about to, and nobody waits to be told. */
    async function untilQuiet(): Promise<void> {
      await eventually(async () => {
        const { alerts } = await prometheus.ask<{
          alerts: { state: string; labels: Record<string, string> }[];
        }>('alerts');
        expect(alerts.map(({ labels }) => labels)).toEqual([]);
        expect(await alertmanager.alerts()).toEqual([]);
      }, 120_000);
    }

    async function untilTold(
      status: 'firing' | 'resolved',
      name: string,
    ): Promise<void> {
      await eventually(async () => {
        expect(
          receiver.told().map(told => [told.status, told.labels.alertname]),
        ).toContainEqual([status, name]);
      }, 120_000);
    }

    /** Of which alerts anybody was told while something was wrong, and after it. */
    async function toldOf(
      name: string,
      { inflict, mend }: { inflict(): Promise<void>; mend(): Promise<void> },
    ): Promise<Record<string, string>[]> {
      await untilQuiet();
      receiver.forget();
      await inflict();
      await untilTold('firing', name);
      await mend();
      await untilTold('resolved', name);
      await untilQuiet();
      return [
        ...new Map(
          receiver
            .told()
            .map(({ labels }) => [JSON.stringify(labels), labels] as const),
        ).values(),
      ];
    }

    /** The labels of an alert. */
    const alert = (
      name: string,
      severity: 'critical' | 'warning',
      labels: Record<string, string> = {},
    ) => ({
      alertname: name,
      severity,
      job: 'backstage',
      namespace: 'portal',
      server: expect.any(String),
      ...labels,
    });

    it('tell of PostgreSQL that is stopped', async () => {
      const told = await toldOf('BackstageDatabaseServerDown', {
        inflict: () => server.stop(),
        mend: () => server.start(),
      });
      expect(told).toEqual([alert('BackstageDatabaseServerDown', 'critical')]);
    });

    it('tell of a pool that is full', async () => {
      const over = new AbortController();
      let unlock: () => Promise<void>;
      let readers: Promise<void>[];
      // They time out one after the other, and come back, as users do.
      const keepReading = async (i: number) => {
        await sleep(100 * i);
        while (!over.signal.aborted) {
          await runOver(one, 'select count(*) from t0', over.signal);
        }
      };
      const told = await toldOf('BackstageDatabasePoolExhausted', {
        async inflict() {
          unlock = await take('begin; lock table t0 in access exclusive mode');
          readers = Array.from({ length: 4 * poolMax }, (_, i) =>
            keepReading(i),
          );
        },
        async mend() {
          over.abort();
          await unlock();
          await Promise.all(readers);
        },
      });
      expect(told).toEqual([
        alert('BackstageDatabasePoolExhausted', 'critical', {
          plugin: 'inventory',
          instance: one.address,
          db_client_connection_pool_name: 'inventory',
        }),
      ]);
      const timeouts = await prometheus.query(
        'sum(db_client_connection_timeouts_total{plugin="inventory"})',
      );
      expect(timeouts[0].value).toBeGreaterThan(0);
    });

    it('tell of a migration lock that is stale', async () => {
      const setLock = async (isLocked: 0 | 1) => {
        await run(`update knex_migrations_lock set is_locked = ${isLocked}`);
        await survey();
      };
      const told = await toldOf('BackstageDatabaseMigrationLockStale', {
        inflict: () => setLock(1),
        mend: () => setLock(0),
      });
      expect(told).toEqual([
        alert('BackstageDatabaseMigrationLockStale', 'critical', {
          plugin: 'inventory',
        }),
      ]);
    });

    it('tell of migrations that are pending', async () => {
      const told = await toldOf('BackstageDatabaseMigrationsPending', {
        async inflict() {
          await run(
            `delete from knex_migrations where name = '${migrations[1]}'`,
          );
          await survey();
        },
        async mend() {
          await run(
            `insert into knex_migrations (name, batch, migration_time)
               values ('${migrations[1]}', 1, now())`,
          );
          await survey();
        },
      });
      expect(told).toEqual([
        alert('BackstageDatabaseMigrationsPending', 'warning', {
          plugin: 'inventory',
        }),
      ]);
    });

    it('tell of a survey that is stale', async () => {
      // As by a replica that claims each survey and ends none.
      const claim = (forMs: number) =>
        asSuperuser(
          server,
          `update surveys set claimed_by = 'stuck', claim_ends_ms =
             (extract(epoch from clock_timestamp()) * 1000)::bigint + ${forMs}
           where database_id = 'inventory'`,
          'backstage_plugin_database-health',
        );
      let isStuck = true;
      const claimUntilMended = async () => {
        while (isStuck) {
          await claim(claimLastsMs);
          await sleep(1_000);
        }
        await claim(0);
      };
      let claiming: Promise<void>;
      const told = await toldOf('BackstageDatabaseSurveyStale', {
        async inflict() {
          claiming = claimUntilMended();
        },
        async mend() {
          isStuck = false;
          await claiming;
        },
      });
      expect(told).toEqual([
        alert('BackstageDatabaseSurveyStale', 'warning', {
          plugin: 'inventory',
        }),
      ]);
    });

    it('tell of a replica that alone is cut off', async () => {
      const nowhere = await freePort();
      const told = await toldOf('BackstageDatabaseDownInReplica', {
        inflict: async () => proxy.switchTo(nowhere),
        mend: async () => proxy.switchTo(server.port),
      });
      expect(told).toHaveLength(3);
      expect(told).toEqual(
        expect.arrayContaining(
          ['database-health', 'inventory', 'orders'].map(plugin =>
            alert('BackstageDatabaseDownInReplica', 'warning', {
              plugin,
              instance: other.address,
            }),
          ),
        ),
      );
    });

    it('go with a dashboard of which each query has found something', async () => {
      const range = `start=${startedAt / 1_000}&end=${
        Date.now() / 1_000
      }&step=2`;
      const empty: string[] = [];
      for (const { panel, expr } of queriesOf(readDashboard())) {
        const query = expr
          .replaceAll('$job', 'backstage')
          .replaceAll('$plugin', '.+')
          .replaceAll('$__rate_interval', '10s');
        const { result } = await prometheus.ask<{
          result: { values: [number, string][] }[];
        }>(`query_range?query=${encodeURIComponent(query)}&${range}`);
        if (
          !result.some(({ values }) =>
            values.some(([, value]) => Number.isFinite(Number(value))),
          )
        ) {
          empty.push(`${panel}: ${query}`);
        }
      }
      expect(empty).toEqual([]);
    });
  },
);
