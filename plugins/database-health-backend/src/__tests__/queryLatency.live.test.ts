import type { HistoryReport } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';
import { makePortalStore } from '../__testUtils__/portalStore';
import { agesOfDays, makeHistory } from '../store/__testUtils__/madeHistory';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

describe('a plugin whose queries took 20 ms for nine days', () => {
  let server: PostgresServer;
  let stored: Knex;
  let portal: Portal | undefined;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    const { samples, ...store } = await makePortalStore(server);
    stored = store.stored;
    await makeHistory(samples, 'inventory', agesOfDays(9), () => ({
      numbers: { 'query-latency': 20 },
    }));
    await makeHistory(samples, 'orders', agesOfDays(5), () => ({
      numbers: { 'query-latency': 20 },
    }));
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await stored?.destroy();
    await server?.dispose();
  });

  const verdict = () => portal!.check('inventory', 'query-latency');

  /** So far apart that each is timed, once the rush at the start is over. */
  const run = async (sql: string, times: number, everyMs: number) => {
    const running: Promise<unknown>[] = [];
    for (let i = 0; i < times; i += 1) {
      // A query of Knex begins when somebody waits for it.
      running.push(portal!.inventory.raw(sql).then());
      await new Promise(resolve => setTimeout(resolve, everyMs));
    }
    await Promise.all(running);
  };

  it('is judged by enough queries alone, and after its first week', async () => {
    await portal!.survey();
    expect(await verdict()).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('of at least 100 queries were timed'),
    });
    expect(await portal!.check('orders', 'query-latency')).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('not go back a week'),
    });
  });

  it('is told as slow, and as well again', async () => {
    await portal!.eventually(async () => {
      await run('select 1', 60, 15);
      expect(await verdict()).toMatchObject({ status: 'ok', findings: [] });
    });

    /** Once a pulse has seen what ran; on a busy machine it takes longer. */
    const expectSlow = async () => {
      const { status, findings } = await verdict();
      expect({ status, findings }).toMatchObject({
        status: 'critical',
        findings: [
          {
            databaseId: 'inventory',
            message: expect.stringMatching(
              /^1 in 20 queries took [3-9]\d\d ms or longer in the last minutes; in the week before, it was 20 ms\.$/,
            ),
            evidence: {
              observed: expect.any(Number),
              limit: 250,
              unit: 'ms',
            },
          },
        ],
      });
    };
    // As few as it takes: each needs twenty quick ones for the cure.
    await portal!.eventually(async () => {
      await run('select pg_sleep(0.3)', 8, 60);
      await portal!.eventually(expectSlow, 5_000);
    });

    await portal!.survey();
    await portal!.eventually(async () => {
      const { body } = await portal!
        .get('/databases/inventory/history?metric=query-latency&since=P30D')
        .expect(200);
      const { unit, points } = body as HistoryReport;
      expect(unit).toBe('ms');
      expect(points[0].value).toBe(20);
      expect(points.at(-1)!.value).toBeGreaterThanOrEqual(300);
    });

    await portal!.eventually(async () => {
      await run('select 1', 200, 15);
      expect(await verdict()).toMatchObject({ status: 'ok', findings: [] });
    }, 120_000);
  });
});
