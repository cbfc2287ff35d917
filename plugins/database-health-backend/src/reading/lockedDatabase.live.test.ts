import { performance } from 'node:perf_hooks';
import { factCatalogue } from 'backstage-plugin-database-health-node';
import type { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { mockLogger } from '../__testUtils__/services';
import { MigrationsFolder } from '../engines/__testUtils__/migrations';
import {
  databaseMode,
  superuserSession,
} from '../engines/__testUtils__/postgresSubjects';
import { adapterOf, type Subject } from '../engines/__testUtils__/subject';
import { engineFacts } from '../facts/catalogue';
import { tarnPoolOf } from '../observation/tarnPool';
import { ask } from '../pulse/ask';
import { FailureLog } from './failureLog';
import { readFacts } from './readFacts';

/** Looks every 100 ms how many connections are in use, and who waits for a lock. */
async function watchUse(
  server: PostgresServer,
  { client, observation }: Subject,
) {
  const session = await superuserSession(server);
  const name = `backstage_plugin_${observation.pluginId}`;
  let mostUsed = 0;
  let longestWaitMs = 0;
  const look = async () => {
    mostUsed = Math.max(mostUsed, tarnPoolOf(client)!.numUsed());
    // Not by the view, which needs catalogs that may be locked.
    const { rows } = await session.query<{ ms: number }>(
      `select extract(epoch from clock_timestamp() - query_start)::float8 * 1000 as ms
       from pg_stat_get_activity(null)
       where application_name = $1 and wait_event_type = 'Lock'`,
      [name],
    );
    longestWaitMs = Math.max(longestWaitMs, ...rows.map(({ ms }) => ms));
    return rows.length;
  };
  await look();
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      await look();
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  })();
  return {
    /** Sessions of the plugin that wait now. */
    waiting: look,
    /** Until now. */
    async stop() {
      isOver = true;
      await looking;
      await session.end();
      return { mostUsed, longestWaitMs };
    },
  };
}

type Lock = readonly [
  what: string,
  take: (one: Client, other: Client) => Promise<unknown>,
];

/** As `LOCK TABLE` does it, and VACUUM FULL to each catalog. */
const lockOn = (tables: string): Lock => [
  tables,
  one => one.query(`begin; lock table ${tables} in access exclusive mode`),
];

const locks: readonly Lock[] = [
  lockOn('items'),
  lockOn('knex_migrations, knex_migrations_lock'),
  lockOn('pg_class'),
  lockOn('pg_attribute'),
  lockOn('pg_namespace, pg_proc, pg_type, pg_operator'),
  // Those of all databases.
  lockOn('pg_database, pg_authid, pg_auth_members, pg_tablespace'),
  ['an index', one => one.query('begin; reindex index items_pkey')],
  [
    'what waits for a table that somebody reads',
    async (one, other) => {
      await one.query('begin; select from items');
      // Who comes now stands behind it.
      other.query('lock table items in access exclusive mode').catch(() => {});
    },
  ],
];

describe.each([14, 18] as const)('PostgreSQL %i, with a lock on', major => {
  let server: PostgresServer;
  let folder: MigrationsFolder;
  let subject: Subject;
  let sessions: Client[];
  let created = 0;

  beforeAll(async () => {
    server = await startPostgres({ major });
    folder = new MigrationsFolder().add('1_first.js');
  });
  beforeEach(async () => {
    created += 1;
    subject = await databaseMode(server).create(`plugin${created}`);
    const { client, identity } = subject;
    await client.migrate.latest({ directory: folder.directory });
    await client.schema.createTable('items', table => {
      table.increments();
      table.text('long');
    });
    // A session that has nothing in its memory but what a pulse has asked it.
    await client.destroy();
    client.initialize();
    await ask(
      subject.observation,
      adapterOf(subject).ping,
      new FailureLog(mockLogger()),
    );
    sessions = await Promise.all(
      [1, 2].map(() => superuserSession(server, identity.name)),
    );
  });
  afterEach(async () => {
    sessions.forEach(session => session.end().catch(() => {}));
    await subject.dispose();
  });
  afterAll(async () => {
    folder?.dispose();
    await server?.dispose();
  });

  it.each(locks)(
    '%s, is surveyed over one connection, which waits for nobody',
    async (_, take) => {
      const { observation, identity } = subject;
      const [one, other] = sessions;
      const adapter = adapterOf(subject);
      const failureLog = new FailureLog(mockLogger());
      const lookAt = async (cadence: 'pulse' | 'survey') => {
        const beganAt = performance.now();
        await readFacts(adapter, observation, {
          facts: engineFacts(factCatalogue, cadence),
          databases: [identity.name],
          signal: AbortSignal.timeout(20_000),
          failureLog,
          now: () => Date.now(),
        });
        expect(performance.now() - beganAt).toBeLessThan(2_000);
      };
      const watch = await watchUse(server, subject);
      await take(one, other);
      try {
        for (const cadence of ['survey', 'pulse', 'survey', 'pulse'] as const) {
          await lookAt(cadence);
          expect(
            await ask(observation, adapter.ping, failureLog),
          ).toMatchObject({ outcome: 'answered' });
        }
        // Nor is one left behind that does.
        expect(await watch.waiting()).toBe(0);
      } finally {
        await one.query('rollback');
        const { mostUsed, longestWaitMs } = await watch.stop();
        expect(mostUsed).toBeLessThanOrEqual(1);
        expect(longestWaitMs).toBeLessThan(500);
      }
    },
  );
});
