import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { JsonObject } from '@backstage/types';
import knexFactory, { type Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';
import { readingPaths } from '../__testUtils__/readingPaths';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

interface Setup {
  readonly name: string;
  /** `backend.database`, and who else may write to our own database. */
  open(): Promise<{
    database: JsonObject;
    other(): Knex;
    close(): Promise<void>;
  }>;
}

const setups: readonly Setup[] = [
  {
    name: 'PostgreSQL',
    async open() {
      const server = await startPostgres();
      return {
        database: { client: 'pg', connection: connectionOf(server) },
        other: () =>
          knexFactory({
            client: 'pg',
            connection: server.connection('backstage_plugin_database-health'),
          }),
        close: () => server.dispose(),
      };
    },
  },
  {
    name: 'SQLite',
    async open() {
      const directory = await mkdtemp(join(tmpdir(), 'sqlite-'));
      return {
        database: { client: 'better-sqlite3', connection: { directory } },
        other: () =>
          knexFactory({
            client: 'better-sqlite3',
            connection: join(directory, 'database-health.sqlite'),
            useNullAsDefault: true,
          }),
        close: () => rm(directory, { recursive: true, force: true }),
      };
    },
  },
];

/** No date can hold it. */
const tooLateMs = 9_000_000_000_000_000;

const routes = [...readingPaths('inventory'), '/health/ready'];

describe.each(setups)('A store on $name that somebody else wrote to', kind => {
  let setup: Awaited<ReturnType<Setup['open']>>;
  let portal: Portal;
  let other: Knex;

  beforeAll(async () => {
    setup = await kind.open();
    portal = await startPortal({
      database: setup.database,
      databaseHealth: { survey: { interval: '10s' } },
    });
    await portal.survey();
    other = setup.other();
  });
  afterAll(async () => {
    await other?.destroy();
    await portal?.stop();
    await setup?.close();
  });

  const packed = (value: unknown) => deflateSync(JSON.stringify(value));
  const configured = { engine: 'postgres', name: 'a', address: 'a:1' };
  const survey = (pluginId: string, value: unknown) =>
    packed({
      database: { pluginId, configured, migrationsSkipped: false },
      startedAt: Date.now(),
      readings: Object.fromEntries(
        ['identity', 'size', 'relations', 'ledgers', 'neighbours'].map(fact => [
          fact,
          { status: 'read', value, at: Date.now() },
        ]),
      ),
    });

  async function putSurvey(id: string, bytes: Buffer) {
    await other('surveys')
      .insert({ database_id: id, revision: 0 })
      .onConflict('database_id')
      .ignore();
    await other('surveys')
      .where({ database_id: id })
      .update({
        packed: bytes,
        revision: other.raw('revision + 1'),
        surveyed_ms: Date.now(),
        requested_ms: tooLateMs,
        claim_ends_ms: tooLateMs,
      });
  }

  it('harms neither the portal nor its picture', async () => {
    const { status } = await portal.overview();
    const pulse = (pluginId: unknown, value: unknown) => ({
      database: { pluginId, configured, migrationsSkipped: false },
      readings: {
        reachability: { status: 'read', value, at: Date.now() },
        sessions: { status: 'read', value: { sessions: value }, at: 'now' },
      },
    });
    await putSurvey('inventory', deflateSync(Buffer.alloc(256 * 2 ** 20, ' ')));
    await putSurvey('orders', survey('orders', [{ table: 5 }]));
    await putSurvey('database-health', survey('inventory', {}));
    const never = kind.name === 'SQLite' ? 'never' : 'infinity';
    await putSurvey('__proto__', survey('__proto__', null));
    for (const [id, state] of Object.entries({
      garbage: '[',
      running: '{"running":{"length":1}}',
      pulses: JSON.stringify({
        running: [],
        pulses: [pulse('ghost', 5), pulse({}, {}), null, pulse('', [])],
      }),
    })) {
      await other('replicas').insert({
        id,
        host: 'other',
        version: '1',
        started_at: id === 'garbage' ? never : new Date(),
        last_seen_at: other.fn.now(),
        state,
      });
    }
    await other('backend_versions').insert({
      id: 'bad',
      first_seen_at: new Date(),
      last_seen_at: new Date(),
      packages: '5',
    });
    await other('version_ledgers').insert({
      version_id: 'bad',
      database_id: 'inventory',
      ledger: 'knex_migrations',
      names: 'null',
    });
    await other('migration_failures').insert({
      database_id: 'inventory',
      ledger: 'knex_migrations',
      replica_id: 'other',
      began_ms: -tooLateMs,
      duration_ms: 1,
      sentence: 'Bad.',
    });
    await other('dismissals').insert({
      finding_key: 'inventory:size',
      dismissed_by: 'x',
      reason: 'y',
      until_ms: tooLateMs,
      dismissed_ms: 0,
    });
    await other('transitions').insert({
      at_ms: tooLateMs,
      database_id: 'inventory',
      from_status: 'ok',
      to_status: 'awful',
      message: 'z',
    });
    await other('samples').insert({
      database_no: 1,
      minute: 2 ** 31 - 1,
      numbers: Buffer.alloc(400, 0xff),
    });
    if (kind.name === 'SQLite') {
      // Which keeps whatever it is given.
      await other('samples').update({ numbers: 'no bytes' });
      await other('migration_failures').update({ duration_ms: 'long' });
    }

    const rssBefore = process.memoryUsage().rss;
    await portal.survey();
    for (let looks = 0; looks < 3; looks += 1) {
      await portal.survey();
      for (const route of routes) {
        const { status: code } = await portal.get(route);
        expect({ route, code }).toEqual({ route, code: 200 });
      }
    }
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(200 * 2 ** 20);
    const overview = await portal.overview();
    expect(overview.databases.map(({ id }) => id).sort()).toEqual([
      'database-health',
      'inventory',
      'orders',
    ]);
    expect(overview.status).toBe(status);
    const { checks, ledgers } = await portal.detail('inventory');
    expect(ledgers).toHaveLength(2);
    expect(checks.filter(each => each.status === 'unknown')).toEqual([]);
  });
});
