import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { HistoryState } from 'backstage-plugin-database-health-common';
import knexFactory, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../__testUtils__/eventually';
import { type Portal, startPortal } from '../__testUtils__/portal';
import { migrate } from '../store/migrate';

/** What of the statements in our own database is of the store. */
const ofStore =
  /\b(replicas|surveys|samples?|sampled_\w+|incidents|incident_\w+|server_\w+|transitions|dismissals|upkeep|backend_versions|version_ledgers|checksums|migration_failures|knex_migrations\w*)\b|information_schema\.tables/;

interface Trouble {
  readonly name: string;
  /** More of `backend.database`. */
  readonly database?: JsonObject;
  /** What is wrong before the portal starts, in its own database. */
  readonly before?: (own: Knex) => Promise<unknown>;
  /** What goes wrong while it runs; resolves to how it ends. */
  readonly make?: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
}

describe('the store on a database that', () => {
  let server: PostgresServer;
  let admin: Knex;
  const clients: Knex[] = [];

  const on = (database: string): Knex => {
    const knex = knexFactory({
      client: 'pg',
      connection: server.connection(database),
    });
    clients.push(knex);
    return knex;
  };
  const ownOf = (name: string) => `${name}_database-health`;
  const endSessions = (database: string) =>
    admin.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = ?',
      [database],
    );
  const plain = { user: 'plain', password: 'plain' };

  let release: () => Promise<unknown> = async () => {};
  let mendLedger: () => Promise<unknown> = async () => {};

  const troubles: readonly Trouble[] = [
    {
      name: 'dropped',
      make: () =>
        admin.raw('drop database ?? with (force)', [ownOf('dropped')]),
      mend: () => admin.raw('create database ??', [ownOf('dropped')]),
    },
    {
      name: 'emptied',
      make: () => on(ownOf('emptied')).raw('drop schema public cascade'),
      mend: () => on(ownOf('emptied')).raw('create schema public'),
    },
    {
      name: 'refused',
      async make() {
        await admin.raw('alter database ?? allow_connections false', [
          ownOf('refused'),
        ]);
        await endSessions(ownOf('refused'));
      },
      mend: () =>
        admin.raw('alter database ?? allow_connections true', [
          ownOf('refused'),
        ]),
    },
    {
      name: 'readonly',
      async make() {
        await admin.raw(
          'alter database ?? set default_transaction_read_only = on',
          [ownOf('readonly')],
        );
        await endSessions(ownOf('readonly'));
      },
      async mend() {
        await admin.raw(
          'alter database ?? reset default_transaction_read_only',
          [ownOf('readonly')],
        );
        await endSessions(ownOf('readonly'));
      },
    },
    {
      name: 'hung',
      async make() {
        const holder = on(ownOf('hung'));
        const transaction = await holder.transaction();
        await transaction.raw('lock table replicas, surveys, samples');
        release = () => transaction.rollback();
      },
      mend: () => release(),
    },
    {
      name: 'schemaless',
      database: { pluginDivisionMode: 'schema' },
      make: () => on('schemaless').raw('drop schema "database-health" cascade'),
      mend: () => on('schemaless').raw('create schema "database-health"'),
    },
    {
      name: 'denied',
      database: {
        plugin: {
          'database-health': { connection: plain, ensureExists: false },
        },
      },
      before: async own => {
        await own.raw('revoke create on schema public from public');
        await own.raw('grant usage on schema public to plain');
      },
      mend: () =>
        on(ownOf('denied')).raw('grant create on schema public to plain'),
    },
    {
      name: 'diverged',
      async before(own) {
        await migrate(own);
        const last = await own('knex_migrations').orderBy('id', 'desc').first();
        await own('knex_migrations')
          .where({ id: last.id })
          .update({ name: 'theirs.js' });
        mendLedger = () =>
          on(ownOf('diverged'))('knex_migrations')
            .where({ name: 'theirs.js' })
            .update({ name: last.name });
      },
      mend: () => mendLedger(),
    },
    {
      name: 'locked',
      async before(own) {
        await own.migrate.list({
          directory: join(__dirname, '../../migrations'),
        });
        await own('knex_migrations_lock').update({ is_locked: 1 });
      },
      mend: () =>
        on(ownOf('locked'))('knex_migrations_lock').update({ is_locked: 0 }),
    },
  ];

  const portals = new Map<string, Portal>();
  const loggers = new Map<
    string,
    ReturnType<typeof mockServices.logger.mock>
  >();

  beforeAll(async () => {
    server = await startPostgres({
      major: 18,
      settings: {
        max_connections: '300',
        log_statement: 'all',
        logging_collector: 'on',
        log_directory: 'statements',
        log_filename: 'all.log',
        log_line_prefix: '<%d> ',
      },
    });
    admin = on('postgres');
    await admin.raw(`create role plain login password 'plain'`);
    for (const trouble of troubles) {
      await start(trouble);
    }
  }, 300_000);

  afterAll(async () => {
    await release();
    await Promise.all([...portals.values()].map(portal => portal.stop()));
    await Promise.all(clients.map(client => client.destroy()));
    await server?.dispose();
  }, 120_000);

  async function start({ name, database, before }: Trouble) {
    if (before) {
      await admin.raw('create database ??', [ownOf(name)]);
      await before(on(ownOf(name)));
    }
    if (database?.pluginDivisionMode) {
      await admin.raw('create database ??', [name]);
    }
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    loggers.set(name, logger);
    const { database: _, ...connection } = server.connection();
    portals.set(
      name,
      await startPortal({
        database: {
          client: 'pg',
          connection: {
            ...connection,
            ...(database?.pluginDivisionMode && { database: name }),
          },
          prefix: `${name}_`,
          ...database,
        },
        databaseHealth: { pulse: { interval: '15s' } },
        features: [
          createServiceFactory({
            service: coreServices.rootLogger,
            deps: {},
            factory: () => logger,
          }),
        ],
      }),
    );
  }

  async function history(name: string): Promise<HistoryState> {
    const { summary } = await portals.get(name)!.overview();
    return summary.history;
  }

  const working = (name: string) =>
    portals.get(name)!.eventually(async () => {
      expect(await history(name)).toEqual({ working: true });
    }, 150_000);

  function said(name: string) {
    const { warn, info } = loggers.get(name)!;
    return [warn, info].map(
      log =>
        log.mock.calls.filter(([message]) =>
          String(message).includes('The store of Database Health'),
        ).length,
    );
  }

  async function logged(): Promise<string[]> {
    const folder = join(server.dataDirectory, 'statements');
    const [file] = await readdir(folder);
    return (await readFile(join(folder, file), 'utf8')).split('\n');
  }

  /** Statements of the store by the name of the trouble. */
  function countByTrouble(lines: readonly string[]) {
    return Object.fromEntries(
      troubles.map(({ name, database }) => {
        const own = database?.pluginDivisionMode ? name : ownOf(name);
        return [
          name,
          lines.filter(
            line =>
              line.startsWith(`<${own}>`) &&
              /LOG: {2}(statement|execute)/.test(line) &&
              ofStore.test(line),
          ).length,
        ];
      }),
    );
  }

  it('is not right leaves the portal in service, is asked little, and is used again when it is', async () => {
    for (const { name, make } of troubles) {
      if (make) {
        await working(name);
        await make();
      }
    }
    await eventually(async () => {
      for (const { name } of troubles) {
        expect([name, (await history(name)).working]).toEqual([name, false]);
      }
    }, 120_000);

    const { length } = await logged();
    const since = new Map<string, unknown>();
    for (const { name } of troubles) {
      since.set(name, (await history(name)).failingSince);
    }
    await sleep(60_000);
    const counts = countByTrouble((await logged()).slice(length));
    const told = Object.fromEntries(
      troubles.map(({ name }) => [name, said(name)]),
    );
    const states = Object.fromEntries(
      await Promise.all(
        troubles.map(async ({ name }) => [
          name,
          (await portals.get(name)!.get('/health/ready')).status,
        ]),
      ),
    );
    for (const { name } of troubles) {
      expect(await history(name)).toEqual({
        working: false,
        failingSince: since.get(name),
      });
    }
    for (const { name } of troubles) {
      expect([name, states[name]]).toEqual([name, 200]);
      expect([name, told[name][0] - told[name][1]]).toEqual([name, 1]);
      expect([name, counts[name] <= 30]).toEqual([name, true]);
    }

    for (const { mend } of troubles) {
      await mend();
    }
    for (const { name } of troubles) {
      await working(name);
      // The all-clear is for all parts, of which the history is some.
      await eventually(async () => {
        expect([name, said(name)[0] - said(name)[1]]).toEqual([name, 0]);
      }, 150_000);
    }
  }, 500_000);

  it.each(['dropped', 'refused', 'hung'])(
    'is not right lets the process end: %s',
    async name => {
      await troubles.find(each => each.name === name)!.make!();
      await portals.get(name)!.eventually(async () => {
        expect((await history(name)).working).toBe(false);
      }, 120_000);
      const startedAt = Date.now();
      await portals.get(name)!.stop();
      portals.delete(name);
      expect(Date.now() - startedAt).toBeLessThan(10_000);
    },
    180_000,
  );
});

it('the store is opened when its server comes, though it was not there at the start', async () => {
  const watched = await startPostgres({ major: 18 });
  const own = await startPostgres({ major: 18 });
  const admin = knexFactory({ client: 'pg', connection: watched.connection() });
  await own.stop();
  const { database: _, ...connection } = own.connection();
  const there = async (name: string) => {
    await admin.raw('create database ??', [name]);
    const elsewhere = { ...watched.connection(name) };
    return { connection: elsewhere, ensureExists: false };
  };
  const portal = await startPortal({
    database: {
      client: 'pg',
      connection,
      plugin: {
        inventory: await there('inventory'),
        orders: await there('orders'),
      },
    },
  });
  try {
    const history = async () => (await portal.overview()).summary.history;
    await portal.eventually(async () => {
      expect((await history()).working).toBe(false);
    });
    await portal.get('/health/ready').expect(200);
    await own.start();
    await portal.eventually(async () => {
      expect(await history()).toEqual({ working: true });
    }, 120_000);
  } finally {
    await portal.stop();
    await admin.destroy();
    await own.dispose();
    await watched.dispose();
  }
}, 240_000);
