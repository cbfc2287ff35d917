import type { ClientConfig } from 'pg';
import { type Portal, startPortal } from '../__testUtils__/portal';
import {
  portalRole,
  type SharedServer,
  startSharedServer,
} from '../__testUtils__/sharedServer';

const stranger = { user: 'stranger', password: 'stranger' };
const database = 'backstage_plugin_inventory';
const soon = { warningSeconds: 1, criticalSeconds: 2 };

/**
 * Others on the server and in the databases of plugins: what they do is never a
 * critical of the portal, unless sessions of the portal wait for them.
 */
describe('Somebody who is not of the portal', () => {
  let server: SharedServer;
  let portal: Portal;

  beforeAll(async () => {
    server = await startSharedServer();
    await server.admin.raw('grant pg_read_all_stats to portal');
    await server.admin.raw(
      `create role stranger login password 'stranger' connection limit 3`,
    );
    portal = await startPortal({
      database: server.database,
      databaseHealth: {
        checks: {
          'idle-in-transaction': soon,
          'long-query': soon,
          blocked: { ...soon, criticalSessions: 1 },
        },
      },
    });
    await portal.inventory.raw('create table open_to_all (a int)');
    await portal.inventory.raw('insert into open_to_all values (1)');
    await portal.inventory.raw('grant all on open_to_all to stranger');
    await portal.survey();
  });
  afterEach(() => server.disconnect());
  afterAll(async () => {
    await portal?.stop();
    await server?.dispose();
  });

  const connect = (options?: ClientConfig) =>
    server.connect({ ...stranger, database, ...options });

  const findingsOf = async (checkId: string) =>
    (await portal.check('inventory', checkId)).findings;
  const isOver = (...checkIds: string[]) =>
    portal.eventually(async () => {
      for (const checkId of checkIds) {
        expect(await findingsOf(checkId)).toEqual([]);
      }
    });

  /** For as long as a plugin's session would have been critical twice over. */
  async function expectWarning(checkId: string) {
    await portal.eventually(async () => {
      const [finding] = await findingsOf(checkId);
      expect(finding?.evidence.observed).toBeGreaterThanOrEqual(4);
      expect(finding).toMatchObject({
        severity: 'warning',
        message: expect.stringContaining('which is not of this portal'),
        remedy: {
          text: expect.stringContaining('Ask there before you end it'),
        },
      });
    });
    await portal.get('/status').expect(200);
  }

  it.each<[string, ClientConfig]>([
    ['a role of its own', {}],
    [
      'the name of a plugin',
      { application_name: 'backstage_plugin_inventory' },
    ],
    ['the role of the portal', portalRole],
  ])(
    'is no critical with a transaction left open, by %s; a plugin is',
    async (what, options) => {
      const idle = await connect(options);
      await idle.query('begin');
      await idle.query('select 1');
      await expectWarning('idle-in-transaction');

      const own = await portal.inventory.transaction();
      await own.raw('select 1');
      await portal.eventually(async () =>
        expect(await findingsOf('idle-in-transaction')).toMatchObject([
          {
            severity: 'critical',
            message: expect.stringMatching(/of inventory \(and 1 other\)\.$/),
          },
        ]),
      );
      await own.rollback();
      await idle.query('rollback');
      await isOver('idle-in-transaction');
      expect(what).toBeDefined();
    },
  );

  it('is no critical with a statement that runs for long', async () => {
    const busy = await connect();
    const running = busy.query('select pg_sleep(600)').catch(() => {});
    await expectWarning('long-query');
    expect((await portal.overview()).status).toBe('warning');
    await server.admin.raw(
      `select pg_cancel_backend(pid) from pg_stat_activity where query like '%sleep(600)' and pid <> pg_backend_pid()`,
    );
    await running;
    await isOver('long-query');
  });

  it('is nothing at all where it waits for the portal', async () => {
    const own = await portal.inventory.transaction();
    await own.raw('update open_to_all set a = 2');
    const waiting = await connect();
    const ended = waiting.query('update open_to_all set a = 3');
    await portal.eventually(async () =>
      expect(await findingsOf('idle-in-transaction')).toMatchObject([
        { severity: 'critical' },
      ]),
    );
    expect(await findingsOf('blocked')).toEqual([]);
    await own.rollback();
    await ended;
    await isOver('idle-in-transaction', 'blocked');
  });

  it('is a critical where the portal waits for it, directly or behind another one', async () => {
    const first = await connect();
    await first.query('begin');
    await first.query('update open_to_all set a = 4');
    const second = await connect();
    await second.query('begin');
    const behind = second.query('lock table open_to_all').catch(() => {});
    // Who comes before it stands in the queue is not held up by it.
    await portal.eventually(async () => {
      const { rows } = await server.admin.raw(
        `select from pg_locks where mode = 'AccessExclusiveLock' and not granted`,
      );
      expect(rows).toHaveLength(1);
    });
    const own = portal.inventory.raw('select * from open_to_all').then();
    await portal.eventually(async () => {
      expect(await findingsOf('blocked')).toMatchObject([
        {
          severity: 'critical',
          message: expect.stringMatching(
            /^1 session waits for a lock, the first \(session \d+ of inventory\) for .* It is blocked by session \d+, which is not of this portal, which has been idle/,
          ),
        },
      ]);
      expect(await findingsOf('idle-in-transaction')).toMatchObject([
        { severity: 'critical' },
      ]);
    });
    await portal.get('/status').expect(503);
    await first.query('rollback');
    await second.end();
    await behind;
    await own;
    await isOver('blocked', 'idle-in-transaction');
    await portal.get('/status').expect(200);
  });

  it('is no critical at a limit of its role, whatever it calls itself', async () => {
    const named = { application_name: 'backstage_plugin_inventory' };
    await Promise.all([connect(named), connect(named), connect(named)]);
    await expect(connect()).rejects.toMatchObject({ code: '53300' });
    await portal.eventually(async () => {
      const { findings } = await portal.overview();
      expect(
        findings.filter(
          ({ checkId }) => checkId === 'database-connection-limit',
        ),
      ).toMatchObject([{ severity: 'warning' }]);
    });
    await portal.get('/status').expect(200);
  });
});
