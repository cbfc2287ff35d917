import knexFactory, { Knex } from 'knex';
import { mockLogger } from '../__testUtils__/services';
import {
  describeEach,
  postgres,
  type RunningServer,
  serverEngines,
} from '../__testUtils__/engines';
import { Checksums, Dismissals, Failures, Replicas, Store, Versions } from '.';
import { storeOn } from './__testUtils__/storeOn';
import { migrate } from './migrate';

/** So many seconds ago, by the clock of the database. */
const ago: Record<string, string> = {
  pg: `now() - ? * interval '1 second'`,
  mysql2: 'now() - interval ? second',
  'better-sqlite3': `datetime('now', '-' || ? || ' seconds')`,
};

async function createDatabase({ database }: RunningServer): Promise<string> {
  const knex = knexFactory(database);
  await knex.raw('drop database if exists store');
  // What a database of MariaDB may have, and mostly has where nobody says otherwise.
  const characters =
    database.client === 'mysql2' ? ' character set latin1' : '';
  await knex.raw(`create database store${characters}`);
  await knex.destroy();
  return 'store';
}

const sqlite = { name: 'SQLite', available: true, startServer: undefined };

describeEach([...serverEngines, sqlite], 'the store on', engine => {
  let server: RunningServer | undefined;
  let knex: Knex;
  let store: Store;
  const logger = mockLogger();

  beforeAll(async () => {
    server = await engine.startServer?.();
  });

  afterAll(() => server?.dispose());

  beforeEach(async () => {
    knex = knexFactory(
      server
        ? {
            client: server.database.client,
            connection: {
              ...server.database.connection,
              database: await createDatabase(server),
            },
            acquireConnectionTimeout: 1_000,
          }
        : {
            client: 'better-sqlite3',
            connection: ':memory:',
            useNullAsDefault: true,
          },
    );
    store = new Store({
      database: { getClient: async () => knex, migrations: { skip: false } },
      logger,
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    logger.warn.mockClear();
    logger.info.mockClear();
    await knex.destroy();
  });

  it('migrates up, and down again without a trace', async () => {
    await store.part('replicas').use(async () => {});
    const directory = `${__dirname}/../../migrations`;
    await knex.migrate.rollback({ directory }, true);
    for (const table of ['replicas', 'backend_versions', 'version_ledgers']) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
    await knex.migrate.latest({ directory });
    expect(await knex.schema.hasTable('replicas')).toBe(true);
  });

  it('ends what is under way when it is closed, and begins nothing more', async () => {
    const { use } = store.part('replicas');
    const began = jest.fn();
    const underway = use(async database => {
      await database.raw('select 1');
      began();
      return 'done';
    });
    await store.close();
    expect(began).toHaveBeenCalledTimes(1);
    await expect(underway).resolves.toBe('done');
    await expect(use(async () => began())).resolves.toBeUndefined();
    expect(began).toHaveBeenCalledTimes(1);
    expect(store.failingSince()).toBeUndefined();
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('asks nothing more once it is closed, whatever ends badly then', async () => {
    let fail: () => void = () => {};
    const underway = store.part('replicas').use(
      () =>
        new Promise<void>((_, reject) => {
          fail = () => reject(new Error('no such table'));
        }),
    );
    await store.part('versions').use(async () => {});
    const closing = store.close();
    const asked = jest.fn();
    knex.on('query', ({ sql }) => asked(sql));
    fail();
    await Promise.all([closing, underway]);
    expect(asked.mock.calls).toEqual([]);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('knows who is alive, by the clock of the database', async () => {
    const replicas = new Replicas(store);
    const running = [
      { databaseId: 'catalog', ledger: 'knex_migrations', since: 5 },
    ];
    for (const id of ['living', 'dead', 'forgotten']) {
      await replicas.heartbeat({
        id,
        host: 'host',
        version: '1',
        startedAt: new Date(1_000),
        state: { running: id === 'dead' ? running : [] },
      });
    }
    await lastSeen('dead', 60);
    await lastSeen('forgotten', 60 * 60 * 25);
    await replicas.heartbeat({
      id: 'living',
      host: 'host',
      version: '2',
      startedAt: new Date(1_000),
      state: { running: [] },
    });

    expect(await replicas.list()).toMatchObject([
      { id: 'dead', alive: false, state: { running } },
      { id: 'living', alive: true, version: '2', startedAt: new Date(1_000) },
    ]);
    await replicas.leave('living');
    expect(await replicas.list()).toMatchObject([{ id: 'dead' }]);
  });

  function lastSeen(id: string, secondsAgo: number) {
    return knex('replicas')
      .where({ id })
      .update({
        last_seen_at: knex.raw(ago[knex.client.driverName], [secondsAgo]),
      });
  }

  it('remembers the last versions with their migrations', async () => {
    const versions = new Versions(store);
    const ledger = { databaseId: 'catalog', ledger: 'knex_migrations' };
    await versions.remember({
      id: 'old',
      packages: { catalog: '1.0.0' },
      ledgers: [{ ...ledger, names: ['a.js'] }],
    });
    await versions.remember({
      id: 'new',
      packages: { catalog: '2.0.0' },
      ledgers: [{ ...ledger, names: ['a.js'] }],
    });
    await versions.remember({
      id: 'new',
      packages: { catalog: '2.0.0' },
      ledgers: [{ ...ledger, names: ['a.js', 'b.js'] }],
    });
    expect(await versions.list()).toMatchObject([
      {
        id: 'new',
        packages: { catalog: '2.0.0' },
        ledgers: [{ ...ledger, names: ['a.js', 'b.js'] }],
      },
      { id: 'old', ledgers: [{ names: ['a.js'] }] },
    ]);
    for (let i = 0; i < 25; i++) {
      await versions.remember({ id: `v${i}`, packages: {}, ledgers: [] });
    }
    expect(await versions.list()).toHaveLength(10);
    expect(await knex('version_ledgers')).toEqual([]);
  });

  it('writes again only what a version brings anew', async () => {
    const versions = new Versions(store);
    const ledgerOf = (ledger: string, names: string[]) => ({
      databaseId: 'catalog',
      ledger,
      names,
    });
    const remember = async (...ledgers: ReturnType<typeof ledgerOf>[]) => {
      const statements: string[] = [];
      const note = ({ sql }: { sql: string }) => statements.push(sql);
      knex.on('query', note);
      await versions.remember({ id: 'one', packages: {}, ledgers });
      knex.off('query', note);
      return statements.map(sql => sql.split(' ')[0]);
    };
    const [a, b] = [ledgerOf('a', ['1.js']), ledgerOf('b', ['1.js'])];
    await remember(a, b);
    expect(await remember(a, b)).toEqual(['update', 'select']);
    const more = ledgerOf('b', ['1.js', '2.js']);
    expect(await remember(a, more)).toEqual(['update', 'select', 'insert']);
    expect(await versions.list()).toMatchObject([{ ledgers: [a, more] }]);

    await knex('version_ledgers').delete();
    await knex('backend_versions').delete();
    await remember(a, b, more);
    expect(await versions.list()).toMatchObject([{ ledgers: [a, more] }]);
  });

  it('tells which contents are others than at first sight', async () => {
    const checksums = new Checksums(store);
    const ledger = { databaseId: 'catalog', ledger: 'knex_migrations' };
    const changes = (contents: Record<string, string>, version?: string) =>
      checksums.compare(ledger, new Map(Object.entries(contents)), version);
    const compare = async (contents: Record<string, string>) =>
      (await changes(contents))?.map(({ name }) => name);
    expect(await compare({ 'a.js': '1', 'b.js': '2' })).toEqual([]);
    expect(await compare({ 'a.js': '1', 'b.js': '3', 'c.js': '4' })).toEqual([
      'b.js',
    ]);
    expect(await compare({ 'a.js': '1', 'b.js': '2' })).toEqual([]);
    // As long as Knex lets them be.
    const longest = `${'x'.repeat(252)}.js`;
    expect(await compare({ [longest]: '1' })).toEqual([]);
    expect(await compare({ [longest]: '2', 'b.js': '3' })).toEqual([
      longest,
      'b.js',
    ]);
    const changed = [{ name: 'of.js', isOfAnotherVersion: false }];
    expect(await changes({ 'of.js': '1' }, '3.1.0')).toEqual([]);
    expect(await changes({ 'of.js': '2' }, '3.1.0')).toEqual(changed);
    expect(await changes({ 'of.js': '2' })).toEqual(changed);
    expect(await changes({ 'of.js': '2' }, '4.0.0')).toEqual([
      { name: 'of.js', isOfAnotherVersion: true },
    ]);
    expect(await changes({ 'a.js': '2' }, '4.0.0')).toEqual([
      { name: 'a.js', isOfAnotherVersion: false },
    ]);
  });

  it('remembers the last failure of a ledger until it succeeds', async () => {
    // The clocks of both are wrong, each in its way.
    const hourMs = 3_600_000;
    const theirs = new Failures(store, () => Date.now() + hourMs);
    const failures = new Failures(store, () => Date.now() - hourMs);
    const startedAt = Date.now();
    const failure = {
      databaseId: 'catalog',
      ledger: 'knex_migrations',
      replicaId: 'theirs',
      at: startedAt + hourMs - 5_000,
      durationMs: 12.5,
      sentence: 'It failed.',
    };
    await theirs.failed(failure);
    await theirs.failed({
      ...failure,
      at: startedAt + hourMs,
      sentence: 'Again.',
    });
    const [{ at, ...told }, ...others] = (await failures.of('catalog'))!;
    const tookMs = Date.now() - startedAt;
    expect(Math.abs(at - (startedAt - hourMs))).toBeLessThanOrEqual(tookMs + 2);
    expect({ ...told, others }).toEqual({
      databaseId: 'catalog',
      ledger: 'knex_migrations',
      replicaId: 'theirs',
      durationMs: 13,
      sentence: 'Again.',
      others: [],
    });
    await failures.succeeded('catalog', 'knex_migrations');
    expect(await failures.of('catalog')).toEqual([]);
  });

  it('stops for nobody where it cannot hold a value', async () => {
    const dismissals = new Dismissals(store);
    const value = { findingKey: 'a', by: 'b', reason: 'c' };
    expect(await dismissals.dismiss(value)).toBe('dismissed');
    for (const bad of [
      { ...value, findingKey: 'x\0y' },
      { ...value, reason: 'x\0y' },
      { ...value, findingKey: 'x'.repeat(3_000_000) },
      { ...value, reason: 'half \ud83d' },
      { ...value, findingKey: '🙂' },
      { ...value, reason: '漢字 🙂' },
      { ...value, until: Number.MAX_VALUE },
    ]) {
      await dismissals.dismiss(bad);
      await dismissals.restore(bad.findingKey);
      expect(store.failingSince()).toBeUndefined();
      expect(await dismissals.dismiss(value)).toBe('dismissed');
    }
    expect(logger.warn.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('never throws, says once that it is down, and works again', async () => {
    const replicas = new Replicas(store);
    expect(await replicas.list()).toEqual([]);
    await knex.schema.renameTable('replicas', 'away');
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);

    expect(await replicas.list()).toBeUndefined();
    now += 60_000;
    expect(await replicas.list()).toBeUndefined();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(store.failingSince()).toBeDefined();

    await knex.schema.renameTable('away', 'replicas');
    expect(await replicas.list()).toBeUndefined();
    now += 60_000;
    expect(await replicas.list()).toEqual([]);
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(store.failingSince()).toBeUndefined();
  });
});

describeEach(
  serverEngines.filter(({ name }) => name === postgres(18).name),
  'a store that waits for an answer of',
  engine => {
    let server: RunningServer;
    let admin: Knex;
    let knex: Knex;

    beforeAll(async () => {
      server = await engine.startServer();
      const { client, connection } = server.database;
      const database = await createDatabase(server);
      admin = knexFactory(server.database);
      knex = knexFactory({ client, connection: { ...connection, database } });
    });

    afterAll(async () => {
      jest.restoreAllMocks();
      await knex?.destroy();
      await admin?.destroy();
      await server?.dispose();
    });

    it('takes an answer that came while this process was busy', async () => {
      const store = storeOn(knex);
      const { read } = store.part('versions');
      await read(async () => {});
      const told = await read(async database => {
        setImmediate(() => {
          const end = performance.now() + 6_000;
          while (performance.now() < end) {
            // Busy on purpose.
          }
        });
        await database.raw('select 1');
        return 'told';
      });
      expect(told).toBe('told');
      expect(store.failingSince()).toBeUndefined();
    });

    it('fails as a whole for whatever reason, and all of it works again with one part', async () => {
      const store = storeOn(knex);
      const [replicas, versions] = [new Replicas(store), new Versions(store)];
      expect(await versions.list()).toEqual([]);
      await admin.raw('alter database store allow_connections false');
      await admin.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'store'`,
      );
      let now = Date.now();
      jest.spyOn(Date, 'now').mockImplementation(() => now);
      for (const part of [versions, replicas, versions]) {
        expect(await part.list()).toBeUndefined();
        expect(store.failingSince('samples')).toBeDefined();
        now += 60_000;
      }
      await admin.raw('alter database store allow_connections true');
      expect(await replicas.list()).toEqual([]);
      expect(store.failingSince()).toBeUndefined();
    });
  },
);

describeEach(serverEngines, 'an empty store on', engine => {
  let server: RunningServer;
  let clients: Knex[] = [];

  beforeAll(async () => {
    server = await engine.startServer();
  });
  afterEach(() => Promise.all(clients.map(client => client.destroy())));
  afterAll(() => server?.dispose());

  it.each([1, 2, 3])(
    'is migrated by one of several replicas that start at once, time %i',
    async () => {
      const { client, connection } = server.database;
      const database = await createDatabase(server);
      clients = [1, 2, 3].map(() =>
        knexFactory({ client, connection: { ...connection, database } }),
      );
      // Each waits for as long as the one that migrates needs on a busy machine.
      await Promise.all(clients.map(knex => migrate(knex, 60)));
      const lists = await Promise.all(clients.map(knex => knex('replicas')));
      expect(lists).toEqual([[], [], []]);
    },
  );
});

it('a store whose lock got two rows is migrated all the same', async () => {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  await knex.migrate.list({ directory: `${__dirname}/../../migrations` });
  await knex('knex_migrations_lock').insert({ is_locked: 0 });
  const logger = mockLogger();
  const store = new Store({
    database: { getClient: async () => knex },
    logger,
  });
  expect(await new Replicas(store).list()).toEqual([]);
  expect(await knex('knex_migrations_lock').pluck('is_locked')).toEqual([0]);
  expect(logger.warn).not.toHaveBeenCalled();
  await knex.destroy();
});

describe('a store that cannot be opened', () => {
  it('is tried again, but not at every use', async () => {
    const getClient = jest.fn().mockRejectedValue(new Error('no database'));
    const store = new Store({
      database: { getClient, migrations: { skip: false } },
      logger: mockLogger(),
    });
    await store.part('replicas').use(async () => {});
    await store.part('surveys').read(async () => {});
    expect(getClient).toHaveBeenCalledTimes(1);
  });
});

describe('a store that failed a moment ago', () => {
  it('takes heartbeats and farewells, or others would take the living for dead', async () => {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    let fails = true;
    const store = new Store({
      database: {
        async getClient() {
          if (fails) {
            throw new Error('no database');
          }
          return knex;
        },
      },
      logger: mockLogger(),
    });
    const replicas = new Replicas(store);
    const fail = async () => {
      fails = true;
      await store.part('versions').read(async () => {
        throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
      });
      fails = false;
      expect(await replicas.list()).toBeUndefined();
    };

    await fail();
    await replicas.heartbeat({
      id: 'living',
      host: 'host',
      version: '1',
      startedAt: new Date(),
      state: { running: [] },
    });
    expect(await replicas.list()).toMatchObject([
      { id: 'living', alive: true },
    ]);

    await fail();
    await replicas.leave('living');
    expect(await replicas.list()).toEqual([]);
    await knex.destroy();
  });

  it('takes all else half a minute later, though no heartbeat gets through', async () => {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    const store = storeOn(knex);
    const lost = Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    const fail = () => Promise.reject(lost);
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const { read } = store.part('versions');

    expect(await read(fail)).toBeUndefined();
    now += 15_000;
    await store.part('replicas').always(fail);
    now += 15_000;
    expect(await read(async () => 'told')).toBe('told');
    jest.restoreAllMocks();
    await knex.destroy();
  });
});

describe('a store that never answers', () => {
  afterEach(() => jest.restoreAllMocks());

  it('does not work for as long, though nothing more is asked of it', async () => {
    const asked = jest.fn();
    const store = new Store({
      database: { getClient: () => new Promise<Knex>(() => {}) },
      logger: mockLogger(),
    });
    const { read } = store.part('versions');
    await Promise.all(Array.from({ length: 20 }, () => read(async () => {})));
    const failingSince = store.failingSince();
    expect(failingSince).toBeDefined();

    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    for (let minute = 0; minute < 20; minute += 1) {
      now += 60_000;
      expect(await read(asked)).toBeUndefined();
    }
    expect(asked).not.toHaveBeenCalled();
    expect(store.failingSince()).toBe(failingSince);
  });
});
