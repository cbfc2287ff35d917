import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  Database,
  HistoryReport,
} from 'backstage-plugin-database-health-common';
import knexFactory, { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { describeEach } from '../__testUtils__/engines';
import { Portal, startPortal } from '../__testUtils__/portal';
import { Samples, Store, Transitions } from '../store';
import { storeOn } from '../store/__testUtils__/storeOn';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const own = 'backstage_plugin_database-health';

describe('a store on PostgreSQL that refuses', () => {
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  let server: PostgresServer;
  let portal: Portal;
  let admin: Knex;

  const history = async (): Promise<HistoryReport> =>
    (await portal.get('/databases/inventory/history?metric=size').expect(200))
      .body;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    admin = knexFactory({ client: 'pg', connection: server.connection() });
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
      databaseHealth: { survey: { interval: '10s' } },
      features: [
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
      ],
    });
    await portal.survey();
  });

  afterAll(async () => {
    await portal?.stop();
    await admin?.destroy();
    await server?.dispose();
  });

  const told = (log: { mock: { calls: unknown[][] } }) =>
    log.mock.calls.filter(([message]) =>
      String(message).includes('The store of Database Health'),
    );

  /** Sessions keep what they began with. */
  async function endSessions() {
    await admin.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = ?',
      [own],
    );
  }

  async function inventory(): Promise<Database> {
    return (await portal.detail('inventory')).database;
  }

  async function expectTroubleButNoHarm(refresh: () => Promise<unknown>) {
    await portal.eventually(async () => {
      await refresh();
      const { summary } = await portal.overview();
      expect(summary.history).toEqual({
        working: false,
        failingSince: expect.any(String),
      });
    }, 60_000);
    // Ended sessions are a trouble of their own, which ends before the other is
    // seen.
    await portal.eventually(async () => {
      for (const path of ['/transitions', '/storage']) {
        const { body } = await portal.get(path).expect(200);
        expect(body.history.working).toBe(false);
      }
      expect((await history()).history.working).toBe(false);
    }, 60_000);

    await portal.get('/health/live').expect(200);
    const seenAt = Date.now();
    await portal.eventually(async () => {
      await refresh();
      const { status, reachable, surveyedAt } = await inventory();
      expect({ status, reachable }).toEqual({ status: 'ok', reachable: true });
      expect(Date.parse(surveyedAt!)).toBeGreaterThan(seenAt);
    });
    expect(warningsInForce()).toBe(1);
  }

  /** A second one comes after the first was called off only. */
  function warningsInForce(): number {
    return told(logger.warn).length - told(logger.info).length;
  }

  const refresh = () => portal.post('/refresh').expect(202);

  it('to write can still be read, and all else goes on', async () => {
    let before!: HistoryReport;
    await portal.eventually(async () => {
      before = await history();
      expect(before.points).not.toEqual([]);
    });
    await admin.raw(
      `alter database ?? set default_transaction_read_only = on`,
      [own],
    );
    await endSessions();
    await expectTroubleButNoHarm(refresh);
    await portal.get('/health/ready').expect(200);
    // The ended sessions were a failure of another kind, which rests a while.
    await portal.eventually(async () => {
      const { points, history: state } = await history();
      expect(points[0]).toEqual(before.points[0]);
      expect(state.working).toBe(false);
    }, 60_000);

    const afterRestart = knexFactory({
      client: 'pg',
      connection: server.connection(own),
    });
    const samples = new Samples(storeOn(afterRestart));
    expect(await samples.points('inventory', 'size', 0)).not.toEqual([]);
    expect(await samples.note('inventory', { numbers: {} }, 0)).toBeUndefined();
    await afterRestart.destroy();
  });

  it('one table alone is no less a trouble', async () => {
    await admin.raw(`alter database ?? reset default_transaction_read_only`, [
      own,
    ]);
    await endSessions();
    const stored = knexFactory({
      client: 'pg',
      connection: server.connection(own),
    });
    await stored.schema.renameTable('samples', 'away');
    try {
      await expectTroubleButNoHarm(refresh);
      await portal.get('/health/ready').expect(200);
      expect((await history()).points).toEqual([]);
    } finally {
      await stored.schema.renameTable('away', 'samples');
      await stored.destroy();
    }
  });

  it('every connection leaves the others watched, and works again after all', async () => {
    await admin.raw('alter database ?? allow_connections false', [own]);
    await endSessions();
    await expectTroubleButNoHarm(refresh);
    await admin.raw('alter database ?? allow_connections true', [own]);

    await portal.eventually(async () => {
      const { summary } = await portal.overview();
      expect(summary.history).toEqual({ working: true });
      expect(warningsInForce()).toBe(0);
    }, 120_000);
    expect((await history()).points).not.toEqual([]);
  });
});

interface FullDatabase {
  knex: Knex;
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  dispose(): Promise<void>;
}

async function sqliteFile(): Promise<FullDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'database-health-'));
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: join(directory, 'store.sqlite'),
    useNullAsDefault: true,
  });
  return {
    knex,
    async fill() {
      const [{ page_count: pages }] = await knex.raw('pragma page_count');
      await knex.raw(`pragma max_page_count = ${pages}`);
    },
    makeRoom: () => knex.raw('pragma max_page_count = 10000'),
    async dispose() {
      await knex.destroy();
      await rm(directory, { recursive: true });
    },
  };
}

/** PostgreSQL whose tables of the store lie on a disk of 24 MiB. */
async function smallDisk(): Promise<FullDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'database-health-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory]);
  const server = await startPostgres({ major: 18 });
  const { uid, gid } = await stat(server.dataDirectory);
  await chown(directory, uid, gid);
  const admin = knexFactory({ client: 'pg', connection: server.connection() });
  await admin.raw(`create tablespace small location '${directory}'`);
  await admin.raw('create database store tablespace small');
  await admin.destroy();
  const knex = knexFactory({
    client: 'pg',
    connection: server.connection('store'),
  });
  return {
    knex,
    async fill() {
      await knex.raw('create table filler (text text)');
      const grow = (rows: number) =>
        knex.raw(
          `insert into filler select repeat('x', 1000) from generate_series(1, ${rows})`,
        );
      for (const rows of [1_000, 8]) {
        let isFull = false;
        while (!isFull) {
          isFull = await grow(rows).then(
            () => false,
            error => {
              expect(error.code).toBe('53100');
              return true;
            },
          );
        }
      }
    },
    makeRoom: () => knex.raw('drop table filler'),
    async dispose() {
      await knex.destroy();
      await server.dispose();
      execFileSync('umount', [directory]);
      await rm(directory, { recursive: true });
    },
  };
}

/** Only root may, and not in every container. */
const canMount = (() => {
  const directory = mkdtempSync(join(tmpdir(), 'database-health-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', directory], {
      stdio: 'ignore',
    });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true });
  }
})();

describeEach(
  [
    { name: 'SQLite', available: true, start: sqliteFile },
    { name: 'PostgreSQL', available: canMount, start: smallDisk },
  ],
  'a store that is full on',
  ({ start }) => {
    let database: FullDatabase;

    beforeAll(async () => {
      database = await start();
    });

    afterAll(async () => {
      jest.restoreAllMocks();
      await database?.dispose();
    });

    it('takes nothing, says so once, is read, and takes samples again when there is room', async () => {
      const logger = mockServices.logger.mock();
      const store = new Store({
        database: { getClient: async () => database.knex },
        logger,
      });
      const samples = new Samples(store);
      const transitions = new Transitions(store);
      const sample = { numbers: { size: 1 } };
      await samples.note('catalog', sample, 0);
      await database.fill();
      let now = Date.now();
      jest.spyOn(Date, 'now').mockImplementation(() => now);

      let noted = 0;
      while (await samples.note('catalog', sample, noted * 60_000)) {
        noted += 1;
      }
      expect(noted).toBeLessThan(2_000);
      now += 60_000;
      const ageMs = 30 * 86_400_000;
      expect(await samples.note('catalog', sample, ageMs)).toBeUndefined();
      expect(store.failingSince('samples')).toBe(now - 60_000);
      const { length } = (await samples.points('catalog', 'size', 0))!;
      // The clock may have passed from one minute to the next.
      expect(length).toBeGreaterThanOrEqual(Math.max(1, noted - 1));
      expect(await transitions.list(0, 1)).toEqual([]);
      expect(logger.warn).toHaveBeenCalledTimes(1);

      await database.makeRoom();
      now += 60_000;
      expect(await samples.note('catalog', sample, ageMs)).toBe(true);
      expect(store.failingSince()).toBeUndefined();
      expect(logger.info).toHaveBeenCalledTimes(1);
    });
  },
);
