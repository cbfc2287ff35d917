import type { Status } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { JudgedResult } from '../judging/types';
import type { Snapshot } from '../picture/types';
import type {
  DismissalRecord,
  Dismissals,
  Sample,
  SamplePoint,
  Samples,
  SeenStatus,
} from '../store';
import { withDerivedLater } from '../facts/derived';
import { numbersOverDays } from '../facts/derived/days';
import { DismissedFindings } from '../incidents/dismissals';
import { Recorder } from './recorder';
import { sampleOf } from './sample';
import { StatusChanges } from '../incidents/changes';

const dayMs = 86_400_000;
let now: number;
const clock = () => now;

beforeEach(() => {
  now = Date.UTC(2026, 5, 30, 12);
});

const sizeReading = (bytes: number, at = now) => ({
  status: 'read' as const,
  value: { bytes, approximate: false, tables: 1 },
  at,
});

const queriesReading = (count: number) => ({
  status: 'read' as const,
  value: {
    count: 9_000,
    errors: 0,
    duplicates: 0,
    times: { count, p50Ms: 3, p95Ms: 40, p99Ms: 90 },
    history: [],
    statements: [],
    failures: [],
    failing: [],
  },
  at: now,
});

describe('what a survey measured', () => {
  it('is noted with the largest tables, and what failed is left out', async () => {
    const noted: [string, Sample, number][] = [];
    const recorder = new Recorder({
      samples: {
        note: async (...each) => {
          noted.push(each);
          return true as const;
        },
      },
      mostTables: 2,
      now: clock,
    });
    const table = (name: string, totalBytes: number, schema?: string) => ({
      ...(schema && { schema }),
      name,
      kind: 'table' as const,
      totalBytes,
      heapBytes: totalBytes,
      toastBytes: 0,
      indexBytes: 0,
      approximate: false,
      estimatedRows: null,
    });
    recorder.note('catalog', {
      size: sizeReading(7),
      queries: queriesReading(100),
      ping: {
        status: 'read',
        value: { averageMs: 1.5, lastMs: 1, at: now },
        at: now,
      },
      connections: { status: 'failed', reason: 'It was locked.', at: now },
      relations: {
        status: 'read',
        value: {
          tables: [table('a', 1), table('b', 3, 'other'), table('c', 2)],
          indexes: [],
        },
        at: now,
      },
    } as Readings);
    await recorder.flush();
    expect(noted).toEqual([
      [
        'catalog',
        {
          numbers: { size: 7, ping: 1.5, 'query-latency': 40 },
          tables: new Map([
            ['other.b', 3],
            ['c', 2],
          ]),
        },
        0,
      ],
    ]);
  });

  it('is without the latency of queries where few were timed', () => {
    expect(sampleOf({ queries: queriesReading(99) }, 2).numbers).toEqual({});
  });

  it('waits for the store with its age, until a newer one comes', async () => {
    let isDown = true;
    const noted: [number | undefined, number][] = [];
    const recorder = new Recorder({
      samples: {
        async note(_, { numbers }, ageMs) {
          if (isDown) {
            return undefined;
          }
          noted.push([numbers.size, ageMs]);
          return true;
        },
      },
      mostTables: 20,
      now: clock,
    });
    for (const bytes of [1, 2, 3]) {
      recorder.note('catalog', { size: sizeReading(bytes) });
      await recorder.flush();
      now += 600_000;
    }
    isDown = false;
    await recorder.flush();
    await recorder.flush();
    expect(noted).toEqual([[3, 600_000]]);
  });
});

describe('numbers over days', () => {
  const point = (daysAgo: number, last: number): SamplePoint => ({
    at: now - daysAgo * dayMs,
    last,
    min: last,
    max: last,
  });

  /** Adds them to what a survey of a plugin database read. */
  const daysOf = (pointsOfEach: Samples['pointsOfEach']) => {
    const derived = numbersOverDays({ pointsOfEach });
    return {
      of: (pluginId: string, readings: Readings) =>
        withDerivedLater(derived, readings, {
          database: {
            pluginId,
            configured: { engine: 'postgres', name: pluginId, address: 'db:1' },
            migrationsSkipped: false,
          },
          observation: undefined,
          takenOver: false,
          at: clock(),
        }),
    };
  };

  const at = (daysAgo: number) => now - daysAgo * dayMs;

  it('are of sizes the last of each day, at most 90, with what was just read', async () => {
    const pointsOfEach = jest.fn(async () => [
      [point(100, 0), point(1.2, 1), point(1.1, 2), point(0.1, 3)],
      [],
      [],
    ]);
    const days = daysOf(pointsOfEach);
    const told = async (bytes?: number) => {
      const { sizeHistory } = await days.of(
        'catalog',
        bytes === undefined ? {} : { size: sizeReading(bytes) },
      );
      return valueOf(sizeHistory)?.days.map(day => day.bytes);
    };
    expect(await told()).toEqual([2, 3]);
    expect(await told(4)).toEqual([2, 4]);
    expect(pointsOfEach).toHaveBeenCalledTimes(1);
    now += 50 * 60_000;
    expect(await told()).toEqual([2, 4]);
    now += 20 * 60_000;
    await told();
    expect(pointsOfEach).toHaveBeenCalledTimes(2);
  });

  it('are of queries the medians of the seven days before today', async () => {
    const pointsOfEach = jest.fn(async () => [
      [],
      [
        point(80, 900),
        point(8, 800),
        point(7, 20),
        point(3.2, 900),
        point(3.1, 30),
        point(3, 40),
        point(1.1, 10),
        point(1, 20),
        point(0.2, 500),
      ],
      [],
    ]);
    const days = daysOf(pointsOfEach);
    const since = at(80);
    const told = async () => (await days.of('catalog', {})).queryHistory;
    expect(await told()).toMatchObject({
      value: { since, p95MsByDay: [20, 40, 15] },
    });
    // Known, though not read anew: the day has become another.
    now += 12.5 * 60 * 60_000;
    pointsOfEach.mockResolvedValue(undefined as never);
    expect(await told()).toMatchObject({
      value: { since, p95MsByDay: [40, 15, 500] },
    });
  });

  it('are none of queries before the first sample of them', async () => {
    const days = daysOf(async () => [[point(9, 1)], [], []]);
    const { queryHistory } = await days.of('catalog', {});
    expect(queryHistory).toMatchObject({ value: { p95MsByDay: [] } });
    expect(queryHistory).not.toHaveProperty('value.since');
  });

  it('are of connections the most of 7 days, with what was thinned out', async () => {
    const days = daysOf(async () => [
      [],
      [],
      [
        point(7.1, 90),
        { ...point(6.9, 20), max: 44 },
        point(2, 43),
        point(0.1, 5),
      ],
    ]);
    expect((await days.of('catalog', {})).connectionPeak).toMatchObject({
      value: { used: 44, since: at(6.9) },
    });
  });

  it('are not known while the store has never told, and stay known once it has', async () => {
    const pointsOfEach = jest.fn<Promise<SamplePoint[][] | undefined>, []>();
    const days = daysOf(pointsOfEach);
    pointsOfEach.mockResolvedValue(undefined);
    expect(await days.of('catalog', { size: sizeReading(4) })).toMatchObject({
      sizeHistory: { status: 'read', value: null },
      queryHistory: { status: 'read', value: null },
    });
    pointsOfEach.mockResolvedValue([[point(1, 2)], [point(1, 7)], []]);
    await days.of('catalog', {});
    pointsOfEach.mockResolvedValue(undefined);
    now += 2 * 60 * 60_000;
    expect(await days.of('catalog', { size: sizeReading(4) })).toMatchObject({
      sizeHistory: { value: { days: [{ bytes: 2 }, { bytes: 4 }] } },
      queryHistory: { value: { p95MsByDay: [7] } },
    });
  });

  it('are those of the store again when a clock that was ahead is put back', async () => {
    const points = [[point(1, 2)], [], []];
    const days = daysOf(async () => points);
    now += 40 * dayMs;
    await days.of('catalog', { size: sizeReading(9) });
    now -= 40 * dayMs;
    const { sizeHistory } = await days.of('catalog', { size: sizeReading(4) });
    expect(sizeHistory).toMatchObject({
      value: { days: [{ bytes: 2 }, { bytes: 4 }] },
    });
  });
});

describe('changes of status', () => {
  let told: SeenStatus[];
  let isDown: boolean;
  let changes: StatusChanges;

  beforeEach(() => {
    told = [];
    isDown = false;
    changes = new StatusChanges({
      transitions: {
        async note(seen) {
          if (isDown) {
            return undefined;
          }
          told.push(...seen);
          return true;
        },
      },
      now: clock,
    });
  });

  function result(
    status: JudgedResult['status'],
    checkId = 'size',
    reason?: string,
    notReadYet?: true,
  ): JudgedResult {
    return {
      checkId,
      title: 'Size',
      status,
      ...(reason && { reason }),
      ...(notReadYet && { notReadYet }),
      findings: ['critical', 'warning', 'info'].includes(status)
        ? [
            {
              key: `catalog:${checkId}`,
              checkId,
              severity: status as 'info',
              title: 'Size',
              message: `It is ${status}.`,
              why: '',
              evidence: { observed: 1, limit: 1, unit: 'bytes' },
              limitSource: 'ours',
              remedy: { text: '' },
              docs: '',
              since: '',
            },
          ]
        : [],
    };
  }

  function judged(
    status: Status,
    results: JudgedResult[],
    { answered = true, observed = true } = {},
  ) {
    changes.databaseJudged({
      database: { pluginId: 'catalog' },
      observation: observed ? {} : undefined,
      readings: {
        reachability: { status: 'read', value: { answered }, at: now },
      },
      results,
      status,
    } as unknown as Snapshot);
    return changes.flush();
  }

  const summary = () =>
    told.map(({ checkId, status, message }) => [checkId, status, message]);

  it('are told once, each with what the worst finding says', async () => {
    await judged('ok', [result('ok')]);
    told = [];
    await judged('warning', [result('warning'), result('ok', 'growth')]);
    await judged('warning', [result('warning'), result('ok', 'growth')]);
    await judged('critical', [result('warning'), result('critical', 'growth')]);
    await judged('ok', [result('info'), result('skipped', 'growth')]);
    expect(summary()).toEqual([
      [undefined, 'warning', 'It is warning.'],
      ['size', 'warning', 'It is warning.'],
      ['growth', 'ok', 'Size: well again.'],
      [undefined, 'critical', 'It is critical.'],
      ['growth', 'critical', 'It is critical.'],
      [undefined, 'ok', 'The plugin database is well again.'],
      ['size', 'ok', 'Size: well again.'],
      ['growth', 'ok', 'Size: well again.'],
    ]);
  });

  it('are not those of what nobody has looked at yet', async () => {
    await judged('unknown', [
      result('unknown', 'size', 'Not read yet.', true),
      result('ok', 'reachable'),
    ]);
    expect(summary()).toEqual([['reachable', 'ok', 'Size: well again.']]);
  });

  it('are those of what cannot be read for half a minute, and not of less', async () => {
    const unread = [
      result('unknown', 'size', 'Permission is missing.'),
      result('ok', 'reachable'),
    ];
    const lookFor = async (seconds: number) => {
      for (let i = 0; i < seconds; i += 5) {
        await judged('unknown', unread);
        now += 5_000;
      }
    };
    await judged('ok', [result('ok'), result('ok', 'reachable')]);
    told = [];
    await lookFor(30);
    await judged('ok', [result('ok'), result('ok', 'reachable')]);
    await lookFor(30);
    // It begins anew after an outage.
    await judged('critical', [result('critical', 'reachable')], {
      answered: false,
    });
    await lookFor(30);
    expect(told.filter(({ status }) => status === 'unknown')).toEqual([]);
    await judged('unknown', unread);
    expect(
      told.flatMap(({ checkId, status, message, ageMs }) =>
        status === 'unknown' ? [[checkId, message, ageMs]] : [],
      ),
    ).toEqual([
      [undefined, 'Permission is missing.', 30_000],
      ['size', 'Permission is missing.', 30_000],
    ]);
  });

  it('are those of what cannot be read when the clock is put back meanwhile, too', async () => {
    const unread = [result('unknown', 'size', 'Permission is missing.')];
    await judged('ok', [result('ok')]);
    told = [];
    await judged('unknown', unread);
    now -= 3_600_000;
    await judged('unknown', unread);
    expect(told).toEqual([]);
    now += 30_000;
    await judged('unknown', unread);
    expect(told).toMatchObject([
      { status: 'unknown', ageMs: 30_000 },
      { checkId: 'size', status: 'unknown', ageMs: 30_000 },
    ]);
  });

  it('are those of the whole alone while it does not answer', async () => {
    await judged('ok', [result('ok'), result('ok', 'reachable')]);
    told = [];
    await judged(
      'critical',
      [
        result('unknown', 'size', 'Last read 31 min ago.'),
        result('critical', 'reachable'),
      ],
      { answered: false },
    );
    await judged('ok', [result('ok'), result('ok', 'reachable')]);
    expect(summary().map(([checkId, status]) => [checkId, status])).toEqual([
      [undefined, 'critical'],
      ['reachable', 'critical'],
      [undefined, 'ok'],
      ['reachable', 'ok'],
    ]);
  });

  it('that only another replica observes are left to it', async () => {
    await judged('critical', [result('critical')], { observed: false });
    expect(told).toEqual([]);
  });

  it('wait for the store with their age, in their order, and not without end', async () => {
    isDown = true;
    await judged('critical', []);
    now += 60_000;
    await judged('ok', []);
    now += 60_000;
    isDown = false;
    await changes.flush();
    expect(told.map(({ status, ageMs }) => [status, ageMs])).toEqual([
      ['critical', 120_000],
      ['ok', 60_000],
    ]);
    isDown = true;
    told = [];
    for (let i = 0; i < 10_100; i++) {
      await judged(i % 2 === 0 ? 'critical' : 'ok', []);
    }
    isDown = false;
    await changes.flush();
    expect(told).toHaveLength(10_000);
  });
});

describe('what somebody has dismissed', () => {
  const dismissal = {
    findingKey: 'catalog:size',
    by: 'user:guest',
    reason: 'a',
  };
  let stored: DismissalRecord[];
  let meanwhile: () => Promise<unknown>;
  let dismissed: DismissedFindings;

  beforeEach(() => {
    stored = [];
    meanwhile = async () => {};
    dismissed = new DismissedFindings({
      dismissals: {
        async dismiss(each: DismissalRecord) {
          stored = [each];
          return 'dismissed';
        },
        async restore() {
          stored = [];
          return true;
        },
        async list() {
          const all = stored;
          await meanwhile();
          return all;
        },
      } as unknown as Dismissals,
      onChange: () => {},
      now: clock,
    });
  });

  it('stays so, and what is restored is, while the store is read', async () => {
    const isDismissed = () => dismissed.of(dismissal.findingKey) !== undefined;
    meanwhile = () => dismissed.dismiss(dismissal);
    await dismissed.refresh();
    expect(isDismissed()).toBe(true);
    meanwhile = () => dismissed.restore(dismissal.findingKey);
    await dismissed.refresh();
    expect(isDismissed()).toBe(false);
  });

  it('by another replica is seen when the store is read', async () => {
    stored = [dismissal];
    await dismissed.refresh();
    expect(dismissed.of(dismissal.findingKey)).toMatchObject({ reason: 'a' });
    stored = [];
    await dismissed.refresh();
    expect(dismissed.of(dismissal.findingKey)).toBeUndefined();
  });
});
