import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  Overview,
  Transitions,
} from 'backstage-plugin-database-health-common';
import createKnex from 'knex';
import { available, startMariadb } from 'mariadb-server';
import { startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';
import {
  type ReachableServer,
  startReachable,
} from '../__testUtils__/reachableServer';
import { startProxy } from '../__testUtils__/switchingProxy';
import { aliasOf } from '../facts/serverIds';

/** A plugin that opens its database and does nothing with it. */
const idle = (pluginId: string) =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        init: async ({ database }) => void (await database.getClient()),
      });
    },
  });

const poolMax = 20;

/** A portal of which each plugin has a connection of its own; ours has the common one. */
function startWith(
  connection: JsonObject,
  own: Record<string, JsonObject>,
  options: { client?: string; databaseHealth?: JsonObject } = {},
): Promise<Portal> {
  const { client = 'pg', databaseHealth } = options;
  return startPortal({
    database: {
      client,
      connection,
      knexConfig: { pool: { min: 0, max: poolMax } },
      plugin: Object.fromEntries(
        Object.entries(own).map(([id, each]) => [id, { connection: each }]),
      ),
    },
    databaseHealth,
    features: Object.keys(own)
      .filter(id => !['inventory', 'orders'].includes(id))
      .map(idle),
  });
}

const serverIdsOf = ({ databases }: Overview) => [
  ...new Set(databases.map(({ serverId }) => serverId)),
];

async function budgetFindings(portal: Portal) {
  const { findings } = await portal.overview();
  return findings.filter(({ checkId }) => checkId === 'connection-budget');
}

async function readOnlyFindings(portal: Portal) {
  const { findings } = await portal.overview();
  return findings.filter(({ checkId }) => checkId.endsWith('read-only'));
}

/** All plugins are told of it, and so is the server, which is the one incident. */
async function expectReadOnly(portal: Portal, message: RegExp) {
  const { databases, servers, status } = await portal.overview();
  expect(status).toBe('critical');
  expect(servers).toMatchObject([{ status: 'critical' }]);
  expect(databases.map(each => each.status)).toEqual(
    databases.map(() => 'critical'),
  );
  const findings = await readOnlyFindings(portal);
  expect(findings).toHaveLength(databases.length + 1);
  expect(findings).toContainEqual(
    expect.objectContaining({
      checkId: 'server-read-only',
      message: expect.stringMatching(message),
    }),
  );
}

describe('one PostgreSQL server', () => {
  let reachable: ReachableServer;
  let portal: Portal | undefined;
  const dispose: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    reachable = await startReachable();
  });
  afterEach(async () => {
    await portal?.stop();
    portal = undefined;
    for (const each of dispose.splice(0)) {
      await each();
    }
    await reachable.dispose();
  });

  /** A plugin for each address, `inventory` and `orders` among them. */
  function byAllAddresses(): Record<string, JsonObject> {
    const ids = ['inventory', 'orders', 'catalog', 'search', 'auth'];
    return Object.fromEntries(
      reachable.hosts.map((host, i) => [ids[i], { host }]),
    );
  }

  it('has one id and one budget, by whatever address it is reached', async () => {
    const own = byAllAddresses();
    const common = connectionOf(reachable.server);
    const budgetBytes = 1_000_000;
    portal = await startWith(common, own, {
      databaseHealth: {
        budgets: {
          servers: [
            {
              address: `localhost:${reachable.server.port}`,
              size: budgetBytes,
            },
          ],
        },
      },
    });
    const plugins = Object.keys(own).length + 1;
    await portal.eventually(async () => {
      const overview = await portal!.overview();
      expect(overview.databases).toHaveLength(plugins);
      expect(overview.databases.map(({ size }) => size?.bytes)).toEqual(
        overview.databases.map(() => expect.any(Number)),
      );
      expect(serverIdsOf(overview)).toHaveLength(1);
      expect(overview.servers).toMatchObject([
        {
          id: expect.stringMatching(/^postgres-[0-9a-f]{8}$/),
          role: 'primary',
          budget: { max: plugins * poolMax, available: 97 },
        },
      ]);
      expect(overview.servers[0].addresses).toHaveLength(
        reachable.hosts.length,
      );
      expect(overview.servers[0]).not.toHaveProperty('pooler');
      expect(await budgetFindings(portal!)).toHaveLength(1);
      // That of one address counts for all that lies on the server.
      const [size] = overview.findings.filter(
        ({ checkId }) => checkId === 'server-size',
      );
      expect(size.evidence!.limit).toBeLessThanOrEqual(budgetBytes);
    });
  });

  it('has what was kept of it by its address, as a version before wrote it', async () => {
    const common = connectionOf(reachable.server);
    const own = {
      catalog: { host: '127.0.0.1' },
      search: { host: '127.0.0.1' },
    };
    const { port } = reachable.server;
    const alias = aliasOf({
      pluginId: 'any',
      configured: {
        engine: 'postgres',
        name: 'any',
        address: `127.0.0.1:${port}`,
      },
    });
    portal = await startWith(common, own);
    let key = '';
    let serverId = '';
    await portal.eventually(async () => {
      const [finding] = await budgetFindings(portal!);
      expect(finding.evidence!.observed).toBe(5 * poolMax);
      key = finding.key;
      serverId = finding.serverId!;
      expect(serverId).not.toBe(alias);
    });
    const reason = 'The server is to grow tomorrow.';
    await portal
      .put(`/dismissals/${encodeURIComponent(key)}`)
      .send({ reason })
      .expect(204);
    await portal.stop();
    portal = undefined;

    const store = createKnex({
      client: 'pg',
      connection: reachable.server.connection(
        'backstage_plugin_database-health',
      ),
    });
    const named = async () => {
      const kept = [
        ...(await store('dismissals').pluck('finding_key')),
        ...(await store('statuses')
          .where('subject', 'like', 'server:%')
          .pluck('subject')),
        ...(await store('transitions')
          .whereNotNull('server_id')
          .pluck('server_id')),
      ];
      return new Set(kept.map(each => /postgres-[0-9a-f]+/.exec(each)![0]));
    };
    try {
      for (const [table, column] of [
        ['dismissals', 'finding_key'],
        ['statuses', 'subject'],
        ['transitions', 'server_id'],
      ]) {
        await store(table).update({
          [column]: store.raw('replace(??, ?, ?)', [column, serverId, alias]),
        });
      }
      await store('transitions').insert({
        at_ms: Date.now() - 60_000,
        server_id: alias,
        check_id: 'orphan',
        from_status: 'ok',
        to_status: 'warning',
        message: 'Of the version before.',
      });
      await store.schema.dropTable('server_aliases');
      await store('knex_migrations')
        .where('name', 'like', '%server_aliases%')
        .delete();
      expect(await named()).toEqual(new Set([alias]));

      portal = await startWith(common, own);
      await portal.eventually(async () => {
        expect(await budgetFindings(portal!)).toMatchObject([
          { key, serverId, dismissed: { reason } },
        ]);
        expect(await named()).toEqual(new Set([serverId]));
      });
      const { transitions }: Transitions = (
        await portal.get('/transitions').expect(200)
      ).body;
      expect(transitions).toContainEqual(
        expect.objectContaining({ serverId, checkId: 'orphan' }),
      );
    } finally {
      await store.destroy();
    }
  });

  it('is another one after a failover to a copy of it, behind the same address', async () => {
    const { server } = reachable;
    const proxy = await startProxy(server.port);
    dispose.push(proxy.dispose);
    const connection = { ...connectionOf(server), port: proxy.port };
    portal = await startWith(connection, {});
    let first = '';
    await portal.eventually(async () => {
      const overview = await portal!.overview();
      [first] = serverIdsOf(overview);
      expect(overview.servers).toMatchObject([
        { id: first, version: expect.any(String), connections: { limit: 100 } },
      ]);
      expect(overview.databases.map(({ status }) => status)).toEqual(
        overview.databases.map(() => 'ok'),
      );
    });

    await server.stop();
    const data = `${server.dataDirectory}-standby`;
    execFileSync('cp', ['-a', server.dataDirectory, data]);
    writeFileSync(join(data, 'standby.signal'), '');
    const standby = await startPostgres({
      dataDirectory: data,
      settings: { max_connections: '150' },
    });
    dispose.push(standby.dispose);
    proxy.switchTo(standby.port);
    let reader = '';
    await portal.eventually(async () => {
      const overview = await portal!.overview();
      expect(serverIdsOf(overview)).toHaveLength(1);
      [reader] = serverIdsOf(overview);
      expect(reader).not.toBe(first);
      expect(overview.servers).toMatchObject([
        { id: reader, role: 'standby', connections: { limit: 150 } },
      ]);
      await expectReadOnly(portal!, /^The server is read-only \(standby\)/);
    }, 60_000);

    const client = createKnex({
      client: 'pg',
      connection: standby.connection(),
    });
    await client.raw('select pg_promote()');
    await portal.eventually(async () => {
      const overview = await portal!.overview();
      expect(serverIdsOf(overview)).toHaveLength(1);
      expect([first, reader]).not.toContain(serverIdsOf(overview)[0]);
      expect(overview.servers).toMatchObject([
        { role: 'primary', connections: { limit: 150 } },
      ]);
      expect(await readOnlyFindings(portal!)).toEqual([]);
    }, 60_000);

    const set = async (line: string) => {
      await client.raw(line);
      await client.raw('select pg_reload_conf()');
    };
    await set('alter system set default_transaction_read_only = on');
    await portal.eventually(() =>
      expectReadOnly(portal!, /read-only \(`default_transaction_read_only` is/),
    );
    await set('alter system reset default_transaction_read_only');
    await portal.eventually(async () =>
      expect(await readOnlyFindings(portal!)).toEqual([]),
    );
    // Of one database alone, by what its sessions begin with from now on.
    await set(
      'alter database backstage_plugin_orders set default_transaction_read_only = on',
    );
    await set(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'backstage_plugin_orders'",
    );
    await portal.eventually(async () =>
      expect(await readOnlyFindings(portal!)).toMatchObject([
        { databaseId: 'orders', severity: 'critical' },
      ]),
    );
    await client.destroy();
  });
});

(available ? describe : describe.skip)('one MariaDB server', () => {
  it('has one id, by whichever of its names it is reached', async () => {
    const server = await startMariadb();
    const { database: _, ...connection } = {
      database: undefined,
      ...server.connection(),
    };
    const portal = await startWith(
      { ...connection },
      { inventory: { host: 'localhost' }, orders: { host: '127.0.0.1' } },
      { client: 'mysql2' },
    );
    try {
      await portal.eventually(async () => {
        const overview = await portal.overview();
        expect(overview.databases).toHaveLength(3);
        expect(serverIdsOf(overview)).toHaveLength(1);
        expect(overview.servers).toMatchObject([
          {
            id: expect.stringMatching(/^mysql-[0-9a-f]{8}$/),
            addresses: [`127.0.0.1:${server.port}`, `localhost:${server.port}`],
            budget: { max: 3 * poolMax },
          },
        ]);
      });
      const admin = createKnex({
        client: 'mysql2',
        connection: server.connection(),
      });
      try {
        await admin.raw('set global read_only = 1');
        await portal.eventually(() =>
          expectReadOnly(portal, /read-only \(`read_only`/),
        );
        await admin.raw('set global read_only = 0');
        await portal.eventually(async () =>
          expect(await readOnlyFindings(portal)).toEqual([]),
        );
      } finally {
        await admin.destroy();
      }
    } finally {
      await portal.stop();
      await server.dispose();
    }
  });
});
