import type { Reachability } from '../pure/facts';
import type { Snapshot } from '../picture/types';
import { healthOf, readinessOf } from './readiness';

const at = 1_000_000;

const answering: Reachability = {
  answered: true,
  failures: 0,
  lastAnsweredAt: at,
  tookMs: 2,
  poolFull: false,
};

/** A row of failures; `lastAnsweredAt` where it answered before. */
function failing(failures: number, lastAnsweredAt?: number): Reachability {
  return {
    answered: false,
    failures,
    ...(lastAnsweredAt !== undefined && { lastAnsweredAt }),
    tookMs: 10,
    poolFull: false,
  };
}

function snapshot(
  pluginId: string,
  reachability: Reachability | undefined,
  { checkedAt = at, requestedAt = at, observed = true } = {},
): Snapshot {
  return {
    database: { pluginId },
    observation: observed ? { pluginId, requestedAt } : undefined,
    readings: reachability && {
      reachability: { status: 'read', value: reachability, at: checkedAt },
    },
    checkedAt: reachability && checkedAt,
  } as unknown as Snapshot;
}

function readiness(
  snapshots: readonly Snapshot[],
  options: {
    plugins?: readonly string[];
    failureThreshold?: number;
    wasReady?: boolean;
    hasStarted?: boolean;
    isStopping?: boolean;
  } = {},
  judge = readinessOf,
) {
  return judge(
    snapshots.map(each => ({ ...each, readings: each.readings ?? {} })),
    {
      // All of them, unless a test says otherwise.
      plugins: snapshots
        .filter(({ observation }) => observation)
        .map(({ database }) => database.pluginId)
        .filter(id => id !== 'database-health'),
      failureThreshold: 3,
      hasStarted: true,
      isStopping: false,
      wasReady: false,
      pulseIntervalMs: 15_000,
      surveyIntervalMs: 600_000,
      ...options,
    },
    at,
  );
}

describe('readinessOf', () => {
  it('fails until a pulse has succeeded, however often it was tried', () => {
    const at0 = snapshot('catalog', undefined);
    expect(readiness([at0])).toBe('fail');
    for (const failures of [1, 2, 3]) {
      expect(readiness([snapshot('catalog', failing(failures))])).toBe('fail');
    }
    expect(readiness([snapshot('catalog', answering)])).toBe('pass');
  });

  it('stays in service until as many pulses in a row have failed', () => {
    const after = (failures: number) => [
      snapshot('catalog', failing(failures, at - 30_000)),
      snapshot('auth', answering),
    ];
    expect([1, 2, 3].map(count => readiness(after(count)))).toEqual([
      'warn',
      'warn',
      'fail',
    ]);
    expect(readiness(after(1), { failureThreshold: 1 })).toBe('fail');
    expect(readiness(after(3), { failureThreshold: 4 })).toBe('warn');
  });

  it('stays in service until what was opened later has failed as often', () => {
    const later = (reachability?: Reachability) =>
      readiness(
        [snapshot('catalog', answering), snapshot('search', reachability)],
        { wasReady: true },
      );
    expect(later()).toBe('warn');
    expect([1, 2, 3].map(count => later(failing(count)))).toEqual([
      'warn',
      'warn',
      'fail',
    ]);
    expect(later(answering)).toBe('pass');
  });

  it('fails where what was opened later is not looked at for as long as a pulse is fresh', () => {
    const requestedAgo = (ms: number) =>
      readiness(
        [
          snapshot('search', undefined, { requestedAt: at - ms }),
          snapshot('catalog', answering),
        ],
        { wasReady: true },
      );
    expect(requestedAgo(55_000)).toBe('warn');
    expect(requestedAgo(55_001)).toBe('fail');
  });

  it('fails where the last pulse is stale', () => {
    const seenAgo = (ms: number) => [
      snapshot('catalog', answering, { checkedAt: at - ms }),
    ];
    expect(readiness(seenAgo(55_000))).toBe('pass');
    expect(readiness(seenAgo(55_001))).toBe('fail');
  });

  it('stays in service with a full pool, which is no failure', () => {
    const full = { ...answering, poolFull: true };
    expect(readiness([snapshot('catalog', full)])).toBe('pass');
  });

  it('looks at the plugins that are named only', () => {
    const snapshots = [
      snapshot('catalog', answering),
      snapshot('auth', failing(3, at - 60_000)),
    ];
    expect(readiness(snapshots)).toBe('fail');
    expect(readiness(snapshots, { plugins: ['catalog'] })).toBe('warn');
    expect(readiness(snapshots, { plugins: ['catalog', 'auth'] })).toBe('fail');
  });

  it('fails while a plugin that is named has not asked for its database', () => {
    const snapshots = [snapshot('database-health', answering)];
    for (const wasReady of [false, true]) {
      const options = { plugins: ['catalog'], wasReady };
      expect(readiness(snapshots, options)).toBe('fail');
    }
    snapshots.push(snapshot('catalog', answering));
    expect(readiness(snapshots, { plugins: ['catalog'] })).toBe('pass');
  });

  it('fails by no database that is not named', () => {
    const missing = snapshot('signals', failing(1_000, at - 60_000));
    const snapshots = [snapshot('catalog', answering), missing];
    expect(readiness(snapshots, { plugins: [] })).toBe('warn');
    expect(readiness([missing], { plugins: [] })).toBe('warn');
    expect(readiness([snapshots[0]], { plugins: [] })).toBe('pass');
  });

  it.each([[[]], [['catalog']]])(
    'of the plugins %j fails where the pulse of this process is stale',
    plugins => {
      const seenAgo = (ms: number) =>
        readiness([snapshot('catalog', answering, { checkedAt: at - ms })], {
          plugins,
        });
      expect(seenAgo(55_000)).toBe('pass');
      expect(seenAgo(55_001)).toBe('fail');
      expect(readiness([snapshot('catalog', undefined)], { plugins: [] })).toBe(
        'fail',
      );
    },
  );

  it('fails before the start and from the signal to shut down on', () => {
    const snapshots = [snapshot('catalog', answering)];
    expect(readiness(snapshots, { hasStarted: false })).toBe('fail');
    expect(readiness(snapshots, { isStopping: true })).toBe('fail');
    expect(readiness([], { isStopping: true })).toBe('fail');
  });

  it('never fails by the database of the plugin that watches', () => {
    const snapshots = [
      snapshot('catalog', answering),
      snapshot('database-health', failing(1_000)),
    ];
    for (const judge of [readinessOf, healthOf]) {
      expect(readiness(snapshots, {}, judge)).toBe('pass');
    }
  });

  it('leaves alone what only another process observes', () => {
    const elsewhere = snapshot('catalog', failing(3), { observed: false });
    expect(readiness([elsewhere, snapshot('auth', answering)])).toBe('pass');
    expect(readiness([elsewhere])).toBe('warn');
  });

  it('takes no backend out of service of which nothing is observed', () => {
    expect(readiness([])).toBe('warn');
    expect(readiness([], { plugins: ['catalog'] })).toBe('warn');
  });
});

describe('healthOf', () => {
  const health = (
    snapshots: readonly Snapshot[],
    options: Parameters<typeof readiness>[1] = {},
  ) => readiness(snapshots, { plugins: [], ...options }, healthOf);

  it('fails where any plugin database is unreachable for as many pulses', () => {
    const after = (failures: number) =>
      health([
        snapshot('catalog', answering),
        snapshot('signals', failing(failures, at - 30_000)),
      ]);
    expect([1, 2, 3].map(after)).toEqual(['warn', 'warn', 'fail']);
    expect(health([snapshot('signals', failing(3))])).toBe('fail');
  });

  it('leaves alone what only another process observes', () => {
    const elsewhere = snapshot('auth', failing(3), { observed: false });
    expect(health([elsewhere, snapshot('catalog', answering)])).toBe('pass');
  });

  it('is as readiness else', () => {
    const snapshots = [snapshot('catalog', answering)];
    expect(health(snapshots)).toBe('pass');
    expect(health(snapshots, { plugins: ['auth'] })).toBe('fail');
    expect(health(snapshots, { hasStarted: false })).toBe('fail');
    expect(health([])).toBe('warn');
  });
});
