import { setTimeout as sleep } from 'node:timers/promises';
import type {
  HistoryReport,
  HistoryState,
} from 'backstage-plugin-database-health-common';
import type { PostgresServer } from 'postgres-server';
import { describeEach } from '../__testUtils__/engines';
import { eventually } from '../__testUtils__/eventually';
import {
  loggingServer,
  ofKeys,
  ofStore,
  ofStoreButNews,
  type OwnDatabase,
  ownDatabaseOf,
} from '../__testUtils__/storeOutages/ownDatabases';
import {
  startTroubled,
  type TroubledPortal,
} from '../__testUtils__/storeOutages/troubledPortal';
import { type Trouble, troubles } from '../__testUtils__/storeOutages/troubles';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** How long it is counted each time what is asked. */
const countedMs = 20_000;

const quietMs = 2_000;

function countedOf({ costs, partly }: Trouble): RegExp {
  const ofAll = costs === 'keys' ? ofKeys : ofStore;
  return partly ? ofStoreButNews : ofAll;
}

/** What a process did while its store was in trouble. */
interface Seen {
  /** What was answered, by the route. */
  readonly routes: Record<string, number>;
  /** As each route has it that tells of the history. */
  readonly history: readonly HistoryState[];
  readonly points: number;
}

interface Outcome {
  /** When it was brought about, and when it was seen. */
  readonly madeAt: number;
  readonly seenAt: number;
  readonly running: Seen;
  /** In most stretches: a survey may come in one of them. */
  readonly askedPerMinute: number;
  readonly later: Seen;
  readonly exitMs: number;
  readonly toldRunning: readonly string[];
  readonly started: Seen;
  readonly toldAtStart: readonly string[];
}

describe('the store', () => {
  const servers: PostgresServer[] = [];
  const outcomes = new Map<string, Promise<Outcome>>();
  let starts: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    const server = await startServer();
    // All of them at once: most of the time is waiting.
    for (const trouble of troubles.filter(({ skipped }) => !skipped)) {
      const outcome = goThrough(trouble, server);
      outcome.catch(() => {});
      outcomes.set(trouble.name, outcome);
    }
  }, 60_000);

  afterAll(async () => {
    await Promise.allSettled(outcomes.values());
    await Promise.all(servers.map(server => server.dispose()));
    troubles.forEach(({ dispose }) => dispose?.());
  }, 60_000);

  async function startServer(): Promise<PostgresServer> {
    const server = await loggingServer();
    servers.push(server);
    return server;
  }

  /** In trouble while it runs, at the next start, and in none any more. */
  async function goThrough(
    trouble: Trouble,
    server: PostgresServer,
  ): Promise<Outcome> {
    const own = ownDatabaseOf(
      trouble.alone ? await startServer() : server,
      trouble.name,
    );
    const { role, database } = own;
    await own.admin(`create role ${role} login password '${role}'`);
    await (trouble.create?.(own) ??
      own.admin(`create database "${database}" owner ${role}`));
    let madeAt = Date.now();
    if (trouble.onlyAtStart) {
      await trouble.make(own);
    }
    const first = await inPortal(trouble, own, async portal => {
      if (!trouble.onlyAtStart) {
        await untilItWorks(portal);
        madeAt = Date.now();
        await trouble.make(own);
      }
      const running = await untilSeen(portal, trouble);
      const seenAt = Date.now();
      const asked = () => own.asked(countedOf(trouble));
      await untilQuiet(portal, asked);
      const counts: number[] = [];
      for (let stretch = 0; stretch < 3; stretch += 1) {
        const before = asked();
        await sleep(countedMs);
        counts.push(asked() - before);
      }
      const [, median] = counts.sort((a, b) => a - b);
      return {
        madeAt,
        seenAt,
        running,
        askedPerMinute: (median * 60_000) / countedMs,
        later: await seenOf(portal),
      };
    });
    const second = await inPortal(trouble, own, async portal => {
      const started = await untilSeen(portal, trouble);
      await trouble.mend(own);
      await untilItWorks(portal);
      return started;
    });
    return {
      ...first.result,
      exitMs: first.exitMs,
      toldRunning: first.told,
      started: second.result,
      toldAtStart: second.told,
    };
  }

  async function inPortal<T>(
    trouble: Trouble,
    own: OwnDatabase,
    use: (portal: TroubledPortal) => Promise<T>,
  ) {
    // One after the other: together they would take each other's time.
    const starting = starts.then(() => startTroubled(trouble, own));
    starts = starting.catch(() => {});
    const portal = await starting;
    let stopping = 0;
    try {
      const result = await use(portal);
      stopping = Date.now();
      await portal.stop();
      return { result, told: portal.told, exitMs: Date.now() - stopping };
    } finally {
      if (stopping === 0) {
        await portal.stop();
      }
    }
  }

  /** None while one is under way: it would be surveyed once more, later. */
  async function refresh(portal: TroubledPortal): Promise<void> {
    const { summary } = await portal.overview();
    if (!summary.surveyRequestedAt) {
      await portal.post('/refresh').expect(202);
    }
  }

  async function untilItWorks(portal: TroubledPortal): Promise<void> {
    await eventually(async () => {
      await refresh(portal);
      const { history, points } = await seenOf(portal);
      expect(history.filter(({ working }) => !working)).toEqual([]);
      expect(points).toBeGreaterThan(0);
      await portal.get('/.backstage/auth/v1/jwks.json').expect(200);
    }, 60_000);
  }

  /** Until it has noticed, and has surveyed anew since. */
  async function untilSeen(
    portal: TroubledPortal,
    { costs, delaysSurveys }: Trouble,
  ): Promise<Seen> {
    const surveyedAt = async () => {
      const { database } = await portal.detail('inventory');
      return Date.parse(database.surveyedAt ?? '');
    };
    let seenAt = 0;
    return eventually(async () => {
      await refresh(portal);
      const seen = await seenOf(portal);
      const keys = await portal.get('/.backstage/auth/v1/jwks.json');
      expect(
        costs === 'keys'
          ? keys.status === 500
          : seen.history.every(({ working }) => !working),
      ).toBe(true);
      seenAt ||= Date.now();
      const isSurveyed = delaysSurveys || (await surveyedAt()) > seenAt;
      expect(isSurveyed).toBe(true);
      return seen;
    }, 60_000);
  }

  /** The surveys that the test asked for are over, with all that follows from them. */
  async function untilQuiet(
    portal: TroubledPortal,
    asked: () => number,
  ): Promise<void> {
    await eventually(async () => {
      const { summary } = await portal.overview();
      const before = asked();
      await sleep(quietMs);
      expect(asked()).toBe(before);
      expect(summary.surveyRequestedAt).toBeUndefined();
    });
  }

  async function seenOf(portal: TroubledPortal): Promise<Seen> {
    const routes: Seen['routes'] = {};
    const bodies: Record<string, any> = {};
    for (const path of [
      '/health/live',
      '/health/ready',
      '/health',
      '/status',
      '/overview',
      '/transitions',
      '/storage',
      '/databases/inventory/history?metric=size',
    ]) {
      const { status, body } = await portal.get(path);
      routes[path] = status;
      bodies[path] = body;
    }
    const report: HistoryReport =
      bodies['/databases/inventory/history?metric=size'];
    return {
      routes,
      history: [
        bodies['/overview'].summary.history,
        bodies['/transitions'].history,
        bodies['/storage'].history,
        report.history,
      ],
      points: report.points.length,
    };
  }

  const cases = troubles.map(({ name, skipped, costs }) => ({
    name: skipped ? `${name} (${skipped})` : name,
    available: !skipped,
    trouble: { name, costs },
  }));

  describeEach(cases, 'in trouble,', ({ trouble: { name, costs } }) => {
    it('is asked little, costs the portal nothing and works again when it can', async () => {
      const outcome = await outcomes.get(name)!;
      const { running, later, started } = outcome;
      const missing = { working: false, failingSince: expect.any(String) };
      const works = { working: true };
      for (const { routes, history } of [running, later, started]) {
        expect(routes).toMatchObject({
          '/health/live': 200,
          '/health/ready': 200,
          '/health': 200,
          '/status': expect.any(Number),
          '/overview': 200,
          '/transitions': 200,
          '/storage': 200,
          '/databases/inventory/history?metric=size': 200,
        });
        expect(history).toEqual(
          Array(4).fill(costs === 'keys' ? works : missing),
        );
      }
      const since = running.history.flatMap(({ failingSince }) =>
        failingSince ? Date.parse(failingSince) : [],
      );
      const { madeAt, seenAt } = outcome;
      expect(Math.min(...since, seenAt)).toBeGreaterThanOrEqual(madeAt);
      expect(Math.max(...since, madeAt)).toBeLessThanOrEqual(seenAt);
      expect(later.points > 0).toBe(costs !== 'history');
      expect(outcome.askedPerMinute).toBeLessThanOrEqual(30);
      expect(outcome.toldRunning.length).toBeLessThanOrEqual(2);
      expect(outcome.toldAtStart.length).toBeLessThanOrEqual(2);
      expect(outcome.exitMs).toBeLessThan(10_000);
    }, 240_000);
  });
});
