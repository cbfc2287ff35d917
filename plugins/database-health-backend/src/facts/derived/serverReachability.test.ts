import type { Readings } from 'backstage-plugin-database-health-node';
import type { Reachability } from '../../pure/facts';
import { withDerived } from './derive';
import { newestReadings } from './newestReadings';
import { serverReachability } from './serverReachability';

const at = 1_000_000;
const reached = (value: Partial<Reachability>, readAt = at) => ({
  reachability: {
    status: 'read' as const,
    value: {
      answered: true,
      failures: 0,
      lastAnsweredAt: readAt,
      tookMs: 2,
      poolFull: false,
      ...value,
    },
    at: readAt,
  },
});
const silent = { answered: false, failures: 2, failingSince: at - 2 };

const derived = (databases: { pluginId: string; readings: Readings }[]) =>
  withDerived(
    [serverReachability],
    newestReadings(databases.map(({ readings }) => readings)),
    { databases, budgetBytes: undefined, at: at + 60_000 },
  );

function of(databases: Record<string, ReturnType<typeof reached>>) {
  const { serverReachability: reading } = derived(
    Object.entries(databases).map(([pluginId, readings]) => ({
      pluginId,
      readings,
    })),
  );
  return reading?.status === 'read' ? reading.value : undefined;
}

describe('whether a server answers', () => {
  it('is not known of one at which nobody has looked', () => {
    expect(derived([{ pluginId: 'a', readings: {} }])).toEqual({});
  });

  it('is known as of the newest look', () => {
    const { serverReachability: reading } = derived([
      { pluginId: 'a', readings: reached({}, at) },
      { pluginId: 'b', readings: reached({}, at + 5) },
      { pluginId: 'c', readings: {} },
    ]);
    expect(reading).toMatchObject({
      at: at + 5,
      value: { answering: ['a', 'b'], unasked: [], silent: [], failures: 0 },
    });
  });

  it('is told by those that were asked since the first fell silent', () => {
    const failure = { kind: 'refused', sentence: 'Nobody listens.' } as const;
    expect(
      of({
        a: reached({ ...silent, failure }, at + 10),
        b: reached({}, at + 1),
        c: reached({}, at),
      }),
    ).toEqual({
      answering: ['b'],
      unasked: ['c'],
      silent: ['a'],
      failures: 2,
      silentSince: at,
      failure,
    });
  });

  it('is not told by what was answered before, however late one hears of it', () => {
    expect(
      of({
        a: reached(silent, at + 5_000),
        b: reached({ lastAnsweredAt: at - 4_000 }, at + 5_001),
      }),
    ).toMatchObject({ answering: [], unasked: ['b'], silent: ['a'] });
  });

  it('is not told by a full pool while others are silent', () => {
    const full = reached({ poolFull: true }, at + 10);
    expect(of({ a: reached(silent), b: full })).toMatchObject({
      answering: [],
      unasked: [],
      silent: ['a'],
    });
    expect(of({ b: full })).toMatchObject({ answering: ['b'] });
  });
});
