import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { type Portal, startPortal } from '../__testUtils__/portal';
import { lookDeadlineMs } from '../pulse/rhythm';

const pulseMs = 6_000;
const twoPulsesMs = 2 * pulseMs;
const poolMax = 6;

describe('within two pulses it is told as what it is:', () => {
  let server: PostgresServer;
  let portal: Portal;
  const opened: Client[] = [];
  /** What a test that fails would leave behind for the next. */
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    server = await startPostgres({ settings: { max_connections: '30' } });
    const { database: _, ...connection } = server.connection();
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...connection },
        knexConfig: { pool: { max: poolMax, acquireTimeoutMillis: 60_000 } },
      },
      databaseHealth: {
        pulse: { interval: `${pulseMs}ms` },
        checks: {
          'idle-in-transaction': { warningSeconds: 1, criticalSeconds: 3_600 },
          'long-query': { warningSeconds: 1, criticalSeconds: 3_600 },
          blocked: { warningSeconds: 1, criticalSeconds: 3_600 },
        },
      },
    });
    await portal.survey();
    await portal.inventory.raw(
      'create table stock (id int primary key, amount int)',
    );
    await portal.inventory.raw('insert into stock values (1, 1), (2, 2)');
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
    await Promise.all(opened.splice(0).map(each => each.end()));
    await endOf(`query like '%pg_sleep%'`);
  });
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  const told = (holds: () => Promise<void>) =>
    portal.eventually(holds, twoPulsesMs);

  async function expectNotDown() {
    const { database } = await portal.detail('inventory');
    expect(database.reachable).toBe(true);
    const { findings } = await portal.check('inventory', 'reachable');
    expect(findings).toEqual([]);
  }

  async function expectWell(...checkIds: string[]) {
    for (const checkId of checkIds) {
      expect(await portal.check('inventory', checkId)).toMatchObject({
        status: 'ok',
        findings: [],
      });
    }
  }

  async function findingOf(checkId: string) {
    const { findings } = await portal.check('inventory', checkId);
    expect(findings).toHaveLength(1);
    return findings[0];
  }

  /** Those of the server, as the connections of all plugins show them. */
  async function sessions(): Promise<Session[]> {
    const { body } = await portal.get('/connections').expect(200);
    return body.servers[0].sessions.sessions;
  }

  async function connect(): Promise<Client> {
    const client = new Client({
      ...server.connection('backstage_plugin_inventory'),
      application_name: 'backstage_plugin_inventory',
    });
    client.on('error', () => {});
    await client.connect();
    opened.push(client);
    return client;
  }

  async function begin(): Promise<Knex.Transaction> {
    const transaction = await portal.inventory.transaction();
    ends.push(() => transaction.rollback());
    return transaction;
  }

  it('a server that is out of connections, with who holds them', async () => {
    const refused = await fill(connect);
    expect(refused).toMatchObject({ code: '53300' });
    // More than its pool has opened until now.
    const wanting = Array.from({ length: poolMax }, () =>
      portal.inventory.raw('select pg_sleep(30)').catch(() => {}),
    );
    await told(async () => {
      const connections = await findingOf('server-connections');
      expect(connections.severity).toBe('critical');
      expect(connections.message).toMatch(/are in use \(inventory 2\d/);
      const pool = await findingOf('pool-create-failures');
      expect(pool.message).toMatch(
        /cannot open connections. .* no connection left to give/,
      );
      // A place that was given back in the meantime.
      await fill(connect);
    });
    // Which a pulse may have found out, too, where no connection was open.
    const { findings } = await portal.check('inventory', 'reachable');
    for (const { message } of findings) {
      expect(message).toBe('The server has no connection left to give.');
    }

    await Promise.all(opened.splice(0).map(each => each.end()));
    await endOf(`query like '%pg_sleep%'`);
    await Promise.all(wanting);
    await told(() =>
      expectWell('server-connections', 'pool-create-failures', 'reachable'),
    );
  });

  it('a plugin that leaks connections, with who waits and for how long', async () => {
    const { client } = portal.inventory;
    const leaked = await Promise.all(
      Array.from({ length: poolMax }, () => client.acquireConnection()),
    );
    const release = () =>
      Promise.all(leaked.map(each => client.releaseConnection(each)));
    ends.push(release);
    const waiting = Array.from({ length: 5 }, () =>
      portal.inventory.raw('select 1').then(() => {}),
    );
    let mostWaiting = 0;
    const watch = setInterval(() => {
      mostWaiting = Math.max(mostWaiting, client.pool.numPendingAcquires());
    }, 5);
    ends.push(() => clearInterval(watch));
    await told(async () => {
      const finding = await findingOf('pool-wait');
      expect(finding.severity).toBe('critical');
      expect(finding.message).toMatch(
        /^5 requests for a connection wait, the first for \d.*: the pool is full, 6 of 6 connections are in use\.$/,
      );
      const { pools } = await portal.detail('inventory');
      expect(pools).toMatchObject([{ used: 6, pending: 5, max: 6 }]);
      expect(pools[0].oldestWaitMs).toBeGreaterThan(1_000);
    });
    await expectNotDown();
    await sleep(pulseMs);
    await expectNotDown();
    clearInterval(watch);
    expect(mostWaiting).toBe(5);

    await release();
    await Promise.all(waiting);
    await told(async () => {
      const { database } = await portal.detail('inventory');
      expect(database.pool).toMatchObject({ pending: 0 });
      expect(database.pool!.used).toBeLessThan(poolMax);
      await expectWell('pool-wait', 'pool-saturation', 'reachable');
    });
  });

  it('a query that lasts for minutes', async () => {
    const running = portal.inventory
      .raw('select pg_sleep(?), ? as what', [600, 'secret'])
      .catch(() => {});
    await told(async () => {
      const finding = await findingOf('long-query');
      expect(finding.message).toContain('inventory');
      expect(finding.remedy.sql).toContain('pg_cancel_backend');
      const { sessions: own } = await portal.detail('inventory');
      expect(own!.sessions).toMatchObject([
        {
          databaseId: 'inventory',
          pluginId: 'inventory',
          state: 'active',
          statement: 'select pg_sleep(?), ? as what',
        },
      ]);
    });
    await expectNotDown();
    await endOf(`query like '%pg_sleep%'`);
    await running;
    await told(() => expectWell('long-query'));
  });

  it('a transaction that was left idle', async () => {
    const transaction = await begin();
    await transaction.raw('select 1');
    await told(async () => {
      const finding = await findingOf('idle-in-transaction');
      expect(finding.message).toContain('inventory');
      expect(finding.remedy.sql).toContain('pg_terminate_backend');
    });
    await expectNotDown();
    await transaction.rollback();
    await told(() => expectWell('idle-in-transaction'));
  });

  it('a blocking chain of three, with its root', async () => {
    const first = await begin();
    const [second, third] = [await connect(), await connect()];
    await first.raw('update stock set amount = 0 where id = 1');
    await second.query('begin');
    await second.query('update stock set amount = 0 where id = 2');
    const secondWaits = second.query(
      'update stock set amount = 0 where id = 1',
    );
    const thirdWaits = third.query('update stock set amount = 0 where id = 2');
    await told(async () => {
      const finding = await findingOf('blocked');
      expect(finding.message).toContain('inventory');
      expect(finding.message).toMatch(
        /^2 sessions wait for a lock, .* blocked by session \d+ of inventory, which has been idle/,
      );
      const chain = (await sessions()).filter(
        ({ blockedBy, state }) =>
          blockedBy.length > 0 || state === 'idle-in-transaction',
      );
      expect(chain).toHaveLength(3);
      const [root] = chain.filter(({ blockedBy }) => blockedBy.length === 0);
      const [middle] = chain.filter(({ blockedBy }) =>
        blockedBy.includes(root.pid),
      );
      const [last] = chain.filter(({ blockedBy }) =>
        blockedBy.includes(middle.pid),
      );
      expect(root).toMatchObject({
        databaseId: 'inventory',
        pluginId: 'inventory',
        state: 'idle-in-transaction',
      });
      expect(last.blockedMs).toBeGreaterThan(1_000);
      expect(finding.remedy.sql).toContain(`where pid = ${root.pid} `);
    });
    await expectNotDown();
    await first.rollback();
    await secondWaits;
    await second.query('rollback');
    await thirdWaits;
    await told(async () => {
      await expectWell('blocked');
      expect((await sessions()).filter(each => each.blockedBy.length)).toEqual(
        [],
      );
    });
  });

  it('a server that hangs', async () => {
    server.pause();
    try {
      // One of its databases is asked first, then all: each has the whole deadline of a
      // look, which is no small part of pulses as short as these.
      await portal.eventually(async () => {
        const finding = await findingOf('reachable');
        expect(finding.message).toMatch(/in time/);
      }, twoPulsesMs + 2 * lookDeadlineMs);
    } finally {
      server.resume();
    }
    await told(() => expectWell('reachable'));
  });

  /** Connects until it is refused; resolves to why. */
  async function fill(open: () => Promise<Client>): Promise<unknown> {
    for (;;) {
      try {
        await open();
      } catch (error) {
        return error;
      }
    }
  }

  async function endOf(condition: string): Promise<void> {
    const client = new Client(server.connection());
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where pid <> pg_backend_pid() and ${condition}`,
    );
    await client.end();
  }
});
