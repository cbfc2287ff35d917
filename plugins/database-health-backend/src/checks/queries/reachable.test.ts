import type { FailureKind } from 'backstage-plugin-database-health-node';
import type { Reachability } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { reachable } from './reachable';

const answering: Reachability = {
  answered: true,
  failures: 0,
  tookMs: 2,
  poolFull: false,
};

function failing(overrides: Partial<Reachability> = {}): Reachability {
  return {
    answered: false,
    failures: 1,
    tookMs: 10,
    poolFull: false,
    failure: {
      kind: 'refused',
      sentence: 'The server refused the connection.',
    },
    ...overrides,
  };
}

describe('reachable', () => {
  it.each<[string, Reachability, string | undefined]>([
    ['answers', answering, undefined],
    ['answers within the limit', { ...answering, tookMs: 4_999 }, undefined],
    ['answers too late', { ...answering, tookMs: 5_000 }, 'critical'],
    ['failed once', failing(), 'warning'],
    ['failed once, slowly', failing({ tookMs: 5_000 }), 'critical'],
    ['failed twice', failing({ failures: 2 }), 'critical'],
    ['failed for long', failing({ failures: 200 }), 'critical'],
    [
      'was not asked: the pool is full',
      { ...answering, poolFull: true },
      undefined,
    ],
    [
      'was not asked after a failure',
      failing({ failures: 2, poolFull: true }),
      'critical',
    ],
    ['was never asked', failing({ failures: 0, poolFull: true }), undefined],
  ])('database that %s', (_, reachability, expected) => {
    expect(severity(reachable, { reachability })).toBe(expected);
  });

  it('keeps to changed limits', () => {
    const limits = { warningFailures: 2, criticalFailures: 3 };
    const at = (failures: number) =>
      severity(
        reachable,
        { reachability: failing({ failures }) },
        {
          limits,
        },
      );
    expect([at(1), at(2), at(3)]).toEqual([undefined, 'warning', 'critical']);
  });

  it('says what failed, how often, and what to look at', () => {
    const [finding] = judgements(reachable, {
      reachability: failing({ failures: 3 }),
    });
    expect(finding).toEqual({
      severity: 'critical',
      message: 'The server refused the connection.',
      evidence: { observed: 3, limit: 2, unit: 'failures in a row' },
      remedy: { text: expect.stringContaining('host and port') },
    });
  });

  it('has an advice of its own for every kind of failure', () => {
    const kinds: Record<FailureKind, true> = {
      credentials: true,
      'database-missing': true,
      'too-many-connections': true,
      starting: true,
      'shutting-down': true,
      dns: true,
      refused: true,
      'connect-timeout': true,
      'connection-lost': true,
      tls: true,
      timeout: true,
      locked: true,
      permission: true,
      damaged: true,
      'pool-full': true,
      other: true,
    };
    const advice = Object.keys(kinds).map(kind => {
      const failure = { kind: kind as FailureKind, sentence: 'It failed.' };
      const [finding] = judgements(reachable, {
        reachability: failing({ failure }),
      });
      return finding.remedy.text;
    });
    expect(new Set(advice).size).toBe(Object.keys(kinds).length);
  });

  it('has something to say of a failure that nobody explained', () => {
    const [finding] = judgements(reachable, {
      reachability: failing({ failure: undefined }),
    });
    expect(finding.message).toBe('The database did not answer.');
    expect(finding.remedy.text).not.toBe('');
  });
});
