import type { ChildProcess } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ConnectionsReport,
  Ledger,
} from 'backstage-plugin-database-health-common';
import { freePort, startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';
import { startReplica } from '../__testUtils__/replica';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

describe('a replica that migrates while another one watches', () => {
  let server: PostgresServer;
  let portal: Portal;
  let directory: string;
  let replica: ChildProcess | undefined;
  const database = () => ({
    client: 'pg',
    connection: { ...server.connection(), database: undefined },
    knexConfig: { pool: { max: 4 } },
  });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-health-'));
    server = await startPostgres({ major: 18 });
    portal = await startPortal({ database: database() });
    await cp(portal.migrationsDirectory, directory, { recursive: true });
  });

  afterEach(async () => {
    replica?.kill('SIGKILL');
    await portal.stop();
    await server.dispose();
    await rm(directory, { recursive: true });
  });

  /** Starts a replica of a newer version, which brings one more migration. */
  async function startNewer(migration: string) {
    await writeFile(join(directory, '20260301000000_newer.js'), migration);
    replica = await startReplica({
      directory,
      database: database(),
      pluginIds: ['inventory'],
    });
  }

  async function ledger(): Promise<Ledger> {
    await portal.survey();
    const { ledgers } = await portal.detail('inventory');
    return ledgers!.find(({ table }) => table === 'knex_migrations')!;
  }

  it('is seen to run, to be gone while its statement runs on, and to have left a stale lock', async () => {
    await startNewer(`
      exports.config = { transaction: false };
      exports.up = knex => knex.raw('select pg_sleep(600)');
      exports.down = async () => {};
    `);
    await portal.eventually(async () => {
      expect(await ledger()).toMatchObject({
        state: 'running',
        lock: {
          state: 'running',
          since: expect.any(String),
          evidence: 'Another replica says that it is migrating.',
        },
      });
    }, 60_000);
    expect(await portal.check('inventory', 'migrations-running')).toMatchObject(
      {
        status: 'info',
      },
    );

    replica!.kill('SIGKILL');
    await portal.eventually(async () => {
      expect(await ledger()).toMatchObject({
        state: 'locked',
        lock: {
          state: 'held',
          evidence:
            'The replica that migrated is gone, but its statement still runs on the server.',
        },
      });
    }, 90_000);
    const orphaned = await portal.check('inventory', 'migrations-locked');
    expect(orphaned.findings).toHaveLength(1);

    await portal.inventory.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
    );
    await portal.eventually(async () => {
      expect(await ledger()).toMatchObject({
        state: 'locked',
        lock: {
          state: 'held',
          evidence:
            'The lock is taken, and no session is seen that could hold it.',
        },
      });
    });
    const stale = await portal.check('inventory', 'migrations-locked');
    expect(stale.findings[0].message).toContain('probably stale');

    await portal.inventory.raw(stale.findings[0].remedy.sql!);
    expect(await ledger()).toMatchObject({ lock: { state: 'free' } });
  });

  it('that fails is told by the one that still runs, with the file and the reason', async () => {
    await startNewer(`
      exports.up = knex => knex.raw('create table t0 (secret text)');
      exports.down = async () => {};
    `);
    await portal.eventually(async () => {
      const { state, lastRun } = await ledger();
      expect({ state, lastRun }).toEqual({
        state: 'failed',
        lastRun: {
          at: expect.any(String),
          durationMs: expect.any(Number),
          outcome: 'failed',
          error: expect.stringContaining('20260301000000_newer.js'),
        },
      });
      expect(lastRun!.error).not.toContain('secret');
    }, 60_000);
    expect(await portal.check('inventory', 'migrations-failed')).toMatchObject({
      status: 'critical',
      findings: [{ object: 'knex_migrations' }],
    });
  });

  it('that is of a newer version makes the one that still runs no failure, until it is gone', async () => {
    const judged: string[] = [];
    const status = async () => {
      const { status: is } = await portal.check(
        'inventory',
        'migrations-missing',
      );
      judged.push(is);
      return is;
    };
    await portal.survey();
    await startNewer(`
      exports.up = knex => knex.schema.createTable('newer', t => t.increments());
      exports.down = async () => {};
    `);
    await portal.eventually(async () => {
      expect(await status()).toBe('warning');
    }, 60_000);
    expect(new Set(judged)).toEqual(new Set(['ok', 'warning']));
    const { findings } = await portal.check('inventory', 'migrations-missing');
    expect(findings[0].message).toContain('which 1 replica is running');
    expect(findings[0].remedy).not.toHaveProperty('sql');
    expect(findings[0]).not.toHaveProperty('openAfterMs');
    await portal.get('/status?plugin=inventory').expect(200);

    replica!.kill('SIGKILL');
    await portal.eventually(async () => {
      expect(await status()).toBe('critical');
    }, 120_000);
  });

  it('that is killed and starts again in its place counts once', async () => {
    const port = await freePort();
    const start = () =>
      startReplica({
        directory,
        database: database(),
        pluginIds: ['inventory'],
        port,
      });
    const counted = async () => {
      const { servers, replicas }: ConnectionsReport = (
        await portal.get('/connections').expect(200)
      ).body;
      const [pools] = servers[0].budget!.byPlugin.filter(
        ({ pluginId }) => pluginId === 'inventory',
      );
      return { pools: pools.replicas, alive: replicas.filter(r => r.alive) };
    };
    replica = await start();
    await portal.eventually(async () => {
      expect(await counted()).toMatchObject({ pools: 2, alive: [{}, {}] });
    }, 60_000);

    replica.kill('SIGKILL');
    replica = await start();
    await portal.eventually(async () => {
      const { pools, alive } = await counted();
      expect(pools).toBeLessThanOrEqual(2);
      // The one that was killed is not dead yet.
      expect(alive).toHaveLength(3);
    }, 60_000);
    await portal.eventually(async () => {
      const { pools, alive } = await counted();
      expect(pools).toBe(2);
      expect(alive).toHaveLength(2);
    }, 60_000);
  });
});
