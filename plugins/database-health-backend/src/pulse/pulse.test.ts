import { performance } from 'node:perf_hooks';
import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { mockLogger } from '../__testUtils__/services';
import { createDatabaseObservations } from '../observation/registry';
import type { Observation } from '../observation/types';
import createKnex, { type Knex } from 'knex';
import { FailureLog } from '../reading/failureLog';
import { Pulse } from './pulse';
import { lookDeadlineMs } from './rhythm';

/** Lets the clocks of this process show what they are told. */
function setClocks(now: () => number) {
  jest.spyOn(Date, 'now').mockImplementation(now);
  jest.spyOn(performance, 'now').mockImplementation(now);
}

/** The database answers its plugin. */
function answer({ client }: Knex) {
  const query = { __knexQueryUid: 'query' };
  client.emit('query', query);
  client.emit('query-response', [], query);
}

/** A plugin database on a clock of its own, with the task that looks at it. */
function simulate() {
  let now = 0;
  let hangs: (() => void) | undefined;
  let failures = 0;
  setClocks(() => now);
  const observations = createDatabaseObservations();
  const client = createKnex({ client: 'pg' });
  observations
    .observe({
      pluginId: 'catalog',
      configured: { engine: 'postgres', name: 'catalog', address: 'db:5432' },
      migrationsSkipped: false,
    })
    .clientReceived(client);
  const observation = observations.get('catalog')!;
  const oldestWait = jest.spyOn(observation.waits, 'oldestMs', 'get');
  jest.spyOn(observation, 'lease').mockResolvedValue({
    connection: undefined,
    release: () => {},
    discard: () => {},
  });
  const asked: number[] = [];
  const logger = mockLogger();
  const pulse = new Pulse({
    observations,
    intervalMs: 15_000,
    failureThreshold: 3,
    failureLog: new FailureLog(logger),
    pingOf: () => async () => {
      asked.push(now);
      if (hangs) {
        hangs();
        now += lookDeadlineMs;
        throw new Error('No answer in time');
      }
      return {};
    },
    isBusy: () => false,
    isReadOnly: () => false,
    isNeeded: () => false,
    serverIdOf: () => 'server',
    note: (_, { reachability }) => {
      failures =
        reachability?.status === 'read' ? reachability.value.failures : 0;
    },
    now: () => now,
  });
  return {
    asked,
    logger,
    oldestWait,
    /** It takes the next question, and whatever comes then. */
    hang: (then = () => {}) => {
      hangs = then;
    },
    recover: () => {
      hangs = undefined;
    },
    answerQuery: () => answer(client),
    failures: () => failures,
    now: () => now,
    putClockBack: (ms: number) => {
      now -= ms;
    },
    /** As Backstage's scheduler does it: one after the other, none left out. */
    async tick() {
      const startedAt = now;
      await pulse.beat();
      now = Math.max(now, startedAt + pulse.tickMs);
    },
  };
}

describe('Pulse', () => {
  afterEach(() => jest.restoreAllMocks());

  it('asks a silent database once per interval', async () => {
    const { asked, tick } = simulate();
    for (let count = 0; count < 10; count += 1) {
      await tick();
    }
    expect(asked).toEqual([0, 15_000, 30_000, 45_000]);
  });

  it('asks one whose plugin is answered every minute only', async () => {
    const { asked, answerQuery, tick } = simulate();
    for (let count = 0; count < 19; count += 1) {
      await tick();
      answerQuery();
    }
    expect(asked).toEqual([0, 60_000]);
  });

  it('goes on at its pace when the clock is put back', async () => {
    const { asked, now, putClockBack, tick } = simulate();
    for (let count = 0; count < 7; count += 1) {
      await tick();
    }
    putClockBack(60 * 60_000);
    const from = now();
    asked.length = 0;
    for (let count = 0; count < 7; count += 1) {
      await tick();
    }
    expect(asked).toEqual([from, from + 15_000, from + 30_000]);
  });

  it('leaves a failure without a name in the log, once for each outage', async () => {
    const { hang, logger, recover, tick } = simulate();
    const minute = async () => {
      for (let count = 0; count < 12; count += 1) {
        await tick();
      }
    };
    for (const outages of [1, 2]) {
      hang();
      await minute();
      expect(logger.warn).toHaveBeenCalledTimes(outages);
      recover();
      await minute();
    }
  });

  it('asks with every tick who waits, for that is as long as it can tell', async () => {
    const { oldestWait, tick } = simulate();
    for (let count = 0; count < 7; count += 1) {
      await tick();
    }
    expect(oldestWait).toHaveBeenCalledTimes(7);
  });

  it('takes no answer that came while it got none for the end of a failure', async () => {
    const { answerQuery, failures, hang, tick } = simulate();
    await tick();
    hang(answerQuery);
    while (failures() === 0) {
      await tick();
    }
    await tick();
    expect(failures()).toBe(2);
  });

  // It hangs right after a tick, when the pulse learns of it last.
  it.each([
    ['a silent database', false],
    ['one whose plugin was answered just before', true],
  ])('sees within 45 s that %s hangs', async (_, answered) => {
    for (let ticks = 0; ticks < 16; ticks += 1) {
      const { answerQuery, failures, hang, now, tick } = simulate();
      for (let count = 0; count < ticks; count += 1) {
        await tick();
      }
      const hangsAt = now();
      await tick();
      if (answered) {
        answerQuery();
      }
      hang();
      while (failures() < 3 && now() - hangsAt <= 45_000) {
        await tick();
      }
      expect(failures()).toBe(3);
      expect(now() - hangsAt).toBeLessThanOrEqual(45_000);
    }
  });
});

/** Silent plugin databases of one server, on a clock of their own. */
function simulateServer(count: number, { areNeeded = false } = {}) {
  let now = 0;
  setClocks(() => now);
  const observations = createDatabaseObservations();
  const ids = Array.from({ length: count }, (_, index) => `plugin${index}`);
  for (const pluginId of ids) {
    observations
      .observe({
        pluginId,
        configured: { engine: 'postgres', name: pluginId, address: 'db:5432' },
        migrationsSkipped: false,
      })
      .clientReceived(createKnex({ client: 'pg' }));
    jest.spyOn(observations.get(pluginId)!, 'lease').mockResolvedValue({
      connection: undefined,
      release: () => {},
      discard: () => {},
    });
  }
  const asked = new Map<string, number[]>(ids.map(id => [id, []]));
  const readings = new Map<string, Readings>();
  const down = new Set<string>();
  const readOnly = new Set<string>();
  let looksReadOnly = false;
  let tookMs = 0;
  const pulse = new Pulse({
    observations,
    intervalMs: 15_000,
    failureThreshold: 3,
    failureLog: new FailureLog(mockLogger()),
    pingOf:
      ({ pluginId }) =>
      async () => {
        asked.get(pluginId)!.push(now);
        if (down.has(pluginId)) {
          // All are asked at once.
          tookMs = lookDeadlineMs;
          throw new Error('No answer in time');
        }
        return { readOnly: readOnly.has(pluginId) ? 'standby' : undefined };
      },
    isBusy: () => false,
    isReadOnly: () => looksReadOnly,
    isNeeded: () => areNeeded,
    serverIdOf: () => 'db:5432',
    note: ({ pluginId }, read) => {
      readings.set(pluginId, read);
    },
    now: () => now,
  });
  const reachabilityOf = (pluginId: string) =>
    valueOf(readings.get(pluginId)?.reachability);
  return {
    ids,
    asked,
    down,
    /** Asks a plugin database for a client that never comes. */
    request(pluginId: string) {
      observations
        .observe({
          pluginId,
          configured: { engine: 'postgres', name: pluginId, address: 'db:9' },
          migrationsSkipped: false,
        })
        .clientRequested();
    },
    /** All of them are told so, and the look at the server finds it. */
    failOver(to: 'reader' | 'writer') {
      looksReadOnly = to === 'reader';
      readOnly.clear();
      if (looksReadOnly) {
        ids.forEach(id => readOnly.add(id));
      }
    },
    now: () => now,
    failures: (pluginId: string) => reachabilityOf(pluginId)?.failures ?? 0,
    reachabilityOf,
    answerQuery: (pluginId: string) =>
      answer(observations.get(pluginId)!.client!),
    observation: (pluginId: string) => observations.get(pluginId)!,
    /** Looks, and lets the time until the next look pass after `then`. */
    async tick(then = () => {}) {
      tookMs = 0;
      await pulse.beat();
      then();
      now += Math.max(tookMs, pulse.tickMs);
    },
  };
}

function poolOf(
  observation: Observation,
  counters: { used: number; pending: number },
) {
  jest
    .spyOn(observation, 'poolCounters')
    .mockReturnValue({ ...observation.poolCounters()!, ...counters });
}

describe('Pulse of a server with many plugin databases', () => {
  afterEach(() => jest.restoreAllMocks());

  it('asks all within an interval whether they take writes, once the look at the server says otherwise', async () => {
    const { failOver, ids, now, tick, reachabilityOf } = simulateServer(14);
    const until = async (expected: string | undefined) => {
      const from = now();
      while (ids.some(id => reachabilityOf(id)?.readOnly !== expected)) {
        await tick();
        expect(now() - from).toBeLessThanOrEqual(2 * 15_000);
      }
    };
    await until(undefined);
    for (let count = 0; count < 9; count += 1) {
      await tick();
    }
    failOver('reader');
    await until('standby');
    failOver('writer');
    await until(undefined);
  });

  it('tells of one that waits for its client, since when it asked for it', async () => {
    const { now, request, tick, reachabilityOf } = simulateServer(1);
    await tick();
    const requestedAt = now();
    request('waiting');
    while (!reachabilityOf('waiting')) {
      await tick();
      expect(now() - requestedAt).toBeLessThanOrEqual(30_000);
    }
    expect(reachabilityOf('waiting')).toMatchObject({
      answered: false,
      failingSince: requestedAt,
      failure: {
        kind: 'connect-timeout',
        sentence: expect.stringContaining('still waits for its database'),
      },
    });
  });

  it.each([
    [
      'that readiness waits for',
      true,
      { perMinute: 2.6, atLeastEveryMs: 25_000 },
    ],
    ['of others', false, { perMinute: 2, atLeastEveryMs: 35_000 }],
  ])(
    'asks one in each interval, and those %s less often',
    async (_, areNeeded, most) => {
      const { asked, now, tick } = simulateServer(14, { areNeeded });
      while (now() < 10 * 60_000) {
        await tick();
      }
      const times = [...asked.values()].flat();
      expect(times.length / 10).toBeLessThan(14 * most.perMinute);
      for (let from = 0; from < now(); from += 15_000) {
        expect(times.some(at => at >= from && at < from + 15_000)).toBe(true);
      }
      for (const each of asked.values()) {
        each.slice(1).forEach((at, index) => {
          expect(at - each[index]).toBeLessThanOrEqual(most.atLeastEveryMs);
        });
      }
    },
  );

  it.each<[string, (observation: Observation) => void]>([
    [
      'requests wait',
      ({ waits }) => jest.spyOn(waits, 'oldestMs', 'get').mockReturnValue(1),
    ],
    [
      'requests wait that are not timed',
      each => poolOf(each, { used: 0, pending: 1 }),
    ],
    ['connections are held', each => poolOf(each, { used: 1, pending: 0 })],
    [
      'queries run',
      each =>
        jest.spyOn(each, 'runningQueries').mockReturnValue([{ since: 0 }]),
    ],
    [
      'connections are refused',
      ({ traffic }) =>
        jest
          .spyOn(traffic, 'lastConnectionFailure', 'get')
          .mockImplementation(() => ({ at: Date.now(), error: new Error() })),
    ],
  ])('looks in each interval where %s', async (_, use) => {
    const { asked, ids, now, observation, tick } = simulateServer(14);
    use(observation(ids[3]));
    while (now() < 10 * 60_000) {
      await tick();
    }
    const [used, other] = [asked.get(ids[3])!, asked.get(ids[4])!];
    used.slice(1).forEach((at, index) => {
      expect(at - used[index]).toBe(15_000);
    });
    expect(other.length).toBeLessThanOrEqual(used.length / 2);
  });

  it('takes no answer of before a freeze for one after it', async () => {
    const { answerQuery, down, failures, ids, now, reachabilityOf, tick } =
      simulateServer(2);
    const [silent, busy] = ids;
    let frozenAt = 0;
    // After the look, so that the next one is the first to hear of it.
    const answered = () => {
      answerQuery(busy);
      frozenAt = now();
    };
    while (now() < 60_000) {
      await tick(answered);
    }
    ids.forEach(id => down.add(id));
    while (failures(silent) < 1 || failures(busy) < 1) {
      await tick();
      expect(reachabilityOf(busy)!.lastAnsweredAt).toBeLessThanOrEqual(
        frozenAt,
      );
      expect(now() - frozenAt).toBeLessThan(45_000);
    }
  });

  const one = (ids: readonly string[], ticks: number) => [
    ids[ticks % ids.length],
  ];
  const all = (ids: readonly string[]) => ids;

  it.each([
    ['45 s that one hangs that readiness waits for', 45_000, true, one],
    ['55 s that another one hangs', 55_000, false, one],
    ['45 s that all of them hang', 45_000, true, all],
    ['45 s that all of others hang', 45_000, false, all],
  ])('sees within %s', async (_, withinMs, areNeeded, which) => {
    for (let ticks = 0; ticks < 28; ticks += 1) {
      const { ids, down, failures, now, tick } = simulateServer(14, {
        areNeeded,
      });
      for (let count = 0; count < ticks; count += 1) {
        await tick();
      }
      const hangsAt = now();
      await tick();
      const hanging = which(ids, ticks);
      hanging.forEach(id => down.add(id));
      while (
        hanging.some(id => failures(id) < 3) &&
        now() - hangsAt <= withinMs
      ) {
        await tick();
      }
      expect(hanging.map(failures)).toEqual(hanging.map(() => 3));
      expect(now() - hangsAt).toBeLessThanOrEqual(withinMs);
    }
  });
});
