import type {
  HistoryReport,
  StorageReport,
  Transitions,
} from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { Portal, startPortal } from '../__testUtils__/portal';
import { makePortalStore } from '../__testUtils__/portalStore';
import { agesOfDays, makeHistory } from '../store/__testUtils__/madeHistory';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const dayMs = 86_400_000;
const mib = 2 ** 20;

describe('ninety days of history', () => {
  let server: PostgresServer;
  let portal: Portal | undefined;
  let stored: Knex;

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    const { samples, transitions, ...store } = await makePortalStore(server);
    stored = store.stored;
    await makeHistory(samples, 'inventory', agesOfDays(90), ageDays => ({
      numbers: {
        size: Math.round((1_000 - 10 * ageDays) * mib),
        ping: 1 + ageDays / 100,
        connections: Math.round(10 + ageDays),
      },
      tables: new Map([
        ['t0', Math.round(500 - 5 * ageDays) * mib],
        ['dropped', 8 * mib],
      ]),
    }));
    // Bad from the first, so that it has a change before it has a sample.
    await transitions.note([
      {
        databaseId: 'orders',
        status: 'critical',
        message: 'It does not answer.',
        ageMs: 91 * dayMs,
      },
    ]);
    await start();
  });

  afterAll(async () => {
    await portal?.stop();
    await stored?.destroy();
    await server?.dispose();
  });

  async function start() {
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: { ...server.connection(), database: undefined },
      },
      databaseHealth: { survey: { interval: '10s' } },
    });
    await portal.survey();
  }

  const history = async (query: string): Promise<HistoryReport> =>
    (await portal!.get(`/databases/inventory/history?${query}`).expect(200))
      .body;

  it('are told in at most 500 points, oldest first, with their extremes', async () => {
    const {
      metric,
      unit,
      points,
      history: state,
    } = await history('metric=size&since=P90D');
    expect({ metric, unit, state }).toEqual({
      metric: 'size',
      unit: 'bytes',
      state: { working: true },
    });
    expect(points.length).toBeLessThanOrEqual(500);
    expect(points.length).toBeGreaterThan(100);
    const times = points.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Date.now() - times[0]).toBeGreaterThan(89 * dayMs);
    for (const { at, value } of points.slice(0, -2)) {
      const ageDays = (Date.now() - Date.parse(at)) / dayMs;
      expect(value / mib / (1_000 - 10 * ageDays)).toBeCloseTo(1, 2);
    }
    const week = await history('metric=size&since=P7D');
    expect(Date.now() - Date.parse(week.points[0].at)).toBeLessThan(
      7 * dayMs + 120_000,
    );
  });

  it('are told of answers, of connections and of single tables', async () => {
    const ping = await history('metric=ping&since=P30D');
    expect(ping.unit).toBe('ms');
    expect(ping.points[0].value).toBeCloseTo(1.3, 1);
    const connections = await history('metric=connections&since=P30D');
    expect(connections.points[0].value).toBeCloseTo(40, -1);
    const table = await history('metric=size&object=t0&since=P30D');
    expect(table.object).toBe('t0');
    expect(Math.abs(table.points[0].value / mib - 350)).toBeLessThan(6);
    const dropped = await history('metric=size&object=dropped');
    expect(dropped.points[0].value).toBe(8 * mib);
  });

  it('go into the picture as sizes of days', async () => {
    await portal!.eventually(async () => {
      const { size } = (await portal!.detail('inventory')).database;
      expect(size!.daily).toHaveLength(30);
      expect(size!.daily.at(-1)).toBe(size!.bytes);
      const past = size!.daily.slice(0, -1).map(bytes => bytes! / mib);
      past.forEach((bytes, i) =>
        expect(Math.abs(past[0] + 10 * i - bytes)).toBeLessThan(11),
      );
    });
    const { summary } = await portal!.overview();
    expect(summary.history).toEqual({ working: true });
    // The others have no history before today.
    expect(summary.sizeDaily.slice(0, -1)).toEqual(Array(29).fill(null));
    expect(summary.sizeDaily.at(-1)).toBe(summary.sizeBytes);
    expect(summary.sizeBytesPerWeek).toBeNull();
  });

  it('are told of all plugin databases at once, with what fills them', async () => {
    const storage: StorageReport = (
      await portal!.get('/storage?since=P90D').expect(200)
    ).body;
    expect(storage.databases.map(({ databaseId }) => databaseId)).toEqual([
      'database-health',
      'inventory',
      'orders',
    ]);
    const [own, inventory, orders] = storage.databases;
    expect(inventory.points.length).toBeLessThanOrEqual(100);
    expect(inventory.points.length).toBeGreaterThan(80);
    expect(inventory.tables!.map(({ name }) => name)).toContain('t0');
    expect(own.tables![0]).toMatchObject({ name: 'samples' });
    expect(own.tables!.length).toBeLessThanOrEqual(20);
    expect(orders).toMatchObject({ tables: [], indexes: [] });
    const detail = await portal!.detail('inventory');
    expect(detail.tables!.slice(0, 20)).toEqual(inventory.tables);
    expect(detail.indexes!.length).toBeGreaterThan(0);
  });

  it('go on after a restart', async () => {
    const before = await history('metric=size&since=P1D');
    await portal!.stop();
    await start();
    await portal!.eventually(async () => {
      const after = await history('metric=size&since=P1D');
      expect(after.points.slice(-200, -3)).toEqual(
        expect.arrayContaining(before.points.slice(-100, -4)),
      );
      expect(Date.now() - Date.parse(after.points.at(-1)!.at)).toBeLessThan(
        90_000,
      );
    });
  });

  it.each([
    [
      '/databases/inventory/history',
      400,
      'metric must be one of size, ping, connections, query-latency',
    ],
    ['/databases/inventory/history?metric=rows', 400, 'metric must be one of'],
    [
      '/databases/inventory/history?metric=ping&object=t0',
      400,
      'object must be one table, and goes with metric=size',
    ],
    [
      '/databases/inventory/history?metric=size&since=yesterday',
      400,
      'since must be an ISO 8601 duration',
    ],
    [
      '/databases/inventory/history?metric=size&object=nothing',
      404,
      "There is no history of a table 'nothing' of 'inventory'; known are dropped",
    ],
    [
      '/databases/nobody/history?metric=size',
      404,
      "No plugin database has the id 'nobody'; known are database-health, inventory, orders",
    ],
    ['/transitions?since=1', 400, 'since must be'],
    ['/storage?since=P1X', 400, 'since must be'],
  ])('%s is %i, and says what is allowed', async (path, status, message) => {
    const { body } = await portal!.get(path).expect(status);
    expect(body.error.message).toContain(message);
  });

  it('tell since when each plugin database has been watched, however little is asked for', async () => {
    await portal!.eventually(async () => {
      const { watchedSince = {} }: Transitions = (
        await portal!.get('/transitions?since=PT1M').expect(200)
      ).body;
      const days = Object.fromEntries(
        Object.entries(watchedSince).map(([id, at]) => [
          id,
          Math.floor((Date.now() - Date.parse(at)) / dayMs),
        ]),
      );
      expect(days).toEqual({ 'database-health': 0, inventory: 90, orders: 91 });
    });
  });

  it('tell of an outage when it is over, with its start and its end', async () => {
    const told = async (): Promise<Transitions> =>
      (await portal!.get('/transitions?since=PT1H').expect(200)).body;
    // All that is well at first sight is no news.
    const { transitions: earlier } = await told();
    expect(earlier.filter(({ checkId }) => checkId === 'reachable')).toEqual(
      [],
    );

    const stoppedAt = Date.now();
    await server.stop();
    await portal!.eventually(async () => {
      const { databases, summary } = await portal!.overview();
      expect(databases.map(({ status }) => status)).toEqual(
        Array(3).fill('critical'),
      );
      expect(summary.history).toEqual({
        working: false,
        failingSince: expect.any(String),
      });
    }, 90_000);
    const { transitions, watchedSince, history: state } = await told();
    expect(transitions).toEqual([]);
    expect(watchedSince).toBeUndefined();
    expect(state.working).toBe(false);
    const restartedAt = Date.now();
    await server.start();

    await portal!.eventually(async () => {
      const { transitions: later, history: after, truncated } = await told();
      expect({ after, truncated }).toEqual({
        after: { working: true },
        truncated: false,
      });
      const [end, start_] = later.filter(
        ({ databaseId, checkId }) =>
          databaseId === 'inventory' && checkId === 'reachable',
      );
      expect(start_).toMatchObject({
        to: 'critical',
        message: 'Nothing accepts connections at the address of the server.',
      });
      expect(end).toMatchObject({ from: 'critical', to: 'ok' });
      expect(Date.parse(start_.at)).toBeGreaterThan(stoppedAt - 1_000);
      expect(Date.parse(start_.at)).toBeLessThan(restartedAt);
      expect(Date.parse(end.at)).toBeGreaterThan(restartedAt - 1_000);
    }, 120_000);
  });
});
