import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incidents } from 'backstage-plugin-database-health-common';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { Balancer } from '../__testUtils__/balancer';
import { connectionOf } from '../__testUtils__/deployments';
import { eventually } from '../__testUtils__/eventually';
import { replicaToken, startReplica } from '../__testUtils__/replica';
import type { HealthReport } from '../readModel/status';

const replicas = 3;

/** How long a pod that is leaving still answers: longer than two probes. */
const serverShutdownDelaySeconds = 2;

interface Pod {
  readonly process: ChildProcess;
  readonly url: string;
}

describe('a rolling update of three replicas with a new migration', () => {
  let root: string;
  let server: PostgresServer;
  let older: Pod[] = [];
  let newer: Pod[] = [];
  const balancer = new Balancer('/api/database-health/health/ready');

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'database-health-'));
    server = await startPostgres({ major: 18 });
    await writeBackend('1.0.0', ['20250101000000_items.js']);
    await writeBackend('2.0.0', [
      '20250101000000_items.js',
      '20260301000000_shelves.js',
    ]);
  });

  afterAll(async () => {
    balancer.stop();
    for (const { process } of [...older, ...newer]) {
      process.kill('SIGKILL');
    }
    await server?.dispose();
    await rm(root, { recursive: true });
  });

  const packageIn = (version: string) =>
    join(root, version, 'node_modules/inventory-backend');

  /** A backend package with one dependency: a plugin with its migrations. */
  async function writeBackend(version: string, migrations: string[]) {
    const directory = packageIn(version);
    await mkdir(join(directory, 'migrations'), { recursive: true });
    await writeFile(
      join(root, version, 'package.json'),
      JSON.stringify({
        name: 'backend',
        dependencies: { 'inventory-backend': version },
      }),
    );
    await writeFile(
      join(directory, 'package.json'),
      JSON.stringify({
        name: 'inventory-backend',
        version,
        backstage: { role: 'backend-plugin', pluginId: 'inventory' },
      }),
    );
    for (const name of migrations) {
      await writeFile(
        join(directory, 'migrations', name),
        `exports.up = knex => knex.schema.createTable('t${name.slice(
          0,
          14,
        )}', t => t.increments());
         exports.down = async () => {};`,
      );
    }
  }

  async function startPod(version: string): Promise<Pod> {
    const port = await freePort();
    const process = await startReplica({
      root: join(root, version),
      directory: join(packageIn(version), 'migrations'),
      database: {
        client: 'pg',
        connection: connectionOf(server),
        knexConfig: { pool: { max: 3 } },
      },
      databaseHealth: {
        pulse: { interval: '1s' },
        // How fast a busy machine is today is not what this is about.
        checks: { latency: false, 'pool-wait': false, 'query-latency': false },
      },
      pluginIds: ['inventory'],
      lifecycle: {
        serverShutdownDelay: { seconds: serverShutdownDelaySeconds },
      },
      port,
    });
    const url = `http://127.0.0.1:${port}`;
    balancer.add(url);
    return { process, url };
  }

  async function ask<T>({ url }: Pod, path: string): Promise<T> {
    const response = await fetch(`${url}/api/database-health${path}`, {
      headers: { Authorization: `Bearer ${replicaToken}` },
      signal: AbortSignal.timeout(10_000),
    });
    return (await response.json()) as T;
  }

  const untilReady = (pods: readonly Pod[]) =>
    eventually(async () => {
      for (const { url } of pods) {
        expect(balancer.ready()).toContain(url);
      }
    }, 120_000);

  const missingOf = async (pod: Pod) =>
    (await ask<HealthReport>(pod, '/status')).checks[
      'inventory:migrations-missing'
    ]?.[0];

  /** What all of this is about has come to the older ones. */
  const untilWarned = () =>
    eventually(async () => {
      for (const pod of older) {
        expect(await missingOf(pod)).toMatchObject({
          status: 'warn',
          output: expect.stringContaining('of a newer version'),
        });
      }
    });

  it('fails no request, calls no older replica failed and opens no incident', async () => {
    // One after the other: Knex lets only one migrate a new database, and ends the rest.
    for (let i = 0; i < replicas; i += 1) {
      older = [...older, await startPod('1.0.0')];
      await untilReady(older);
    }
    await eventually(async () => {
      for (const pod of older) {
        expect(await ask(pod, '/status')).toMatchObject({ status: 'pass' });
      }
    });

    const failures: object[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        for (const pod of older) {
          const report = await ask<HealthReport>(pod, '/status').catch(
            () => undefined,
          );
          if (report?.status === 'fail') {
            failures.push({ url: pod.url, ...report });
          }
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    })();
    const traffic = balancer.sendTraffic();

    for (let i = 0; i < replicas; i += 1) {
      newer = [...newer, await startPod('2.0.0')];
      await untilReady(newer);
      await untilWarned();
      const [{ process, url }, ...rest] = older;
      older = rest;
      const exited = once(process, 'exit');
      balancer.noteLeaving(url);
      process.kill('SIGTERM');
      await exited;
      balancer.remove(url);
    }
    isOver = true;
    await watching;
    balancer.stop();
    const { sent, failed, sentToLeaving } = await traffic;

    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(100);
    expect(failed).toEqual([]);
    expect(sentToLeaving).toEqual([]);
    for (const pod of newer) {
      expect(await ask(pod, '/status')).toMatchObject({ status: 'pass' });
    }
    const { incidents } = await ask<Incidents>(newer[0], '/incidents');
    expect(incidents).toEqual([]);
  }, 300_000);
});
