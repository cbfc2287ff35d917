import { createCheck } from 'backstage-plugin-database-health-node';
import type {
  FactName,
  Judgement,
  Readings,
} from 'backstage-plugin-database-health-node';
import { judge, rollUp } from './judge';

const at = Date.UTC(2026, 0, 1);

function judgement(severity: Judgement['severity']): Judgement {
  return {
    severity,
    message: 'It is too big.',
    evidence: { observed: 2, limit: 1, unit: 'bytes' },
  };
}

function sizeCheck(
  evaluate: Parameters<
    typeof createCheck<'size', { most: number }>
  >[0]['evaluate'],
) {
  return {
    check: createCheck({
      id: 'size',
      title: 'Size',
      rationale: 'Disks end.',
      per: 'database',
      needs: ['size'],
      limits: { most: 1 },
      source: 'ours',
      remedy: 'Make room.',
      evaluate,
    }),
    limits: { most: 1 },
  };
}

const read: Readings = {
  size: {
    status: 'read',
    value: { bytes: 2, approximate: false, tables: 1 },
    at,
  },
};

function run(
  check: ReturnType<typeof sizeCheck>,
  subject: { readings?: Readings; lacks?: FactName } = {},
  report: (checkId: string, error: unknown) => void = () => {},
) {
  const [verdict] = judge(
    [check],
    {
      readings: subject.readings ?? read,
      engine: 'sqlite',
      lacks: fact => (fact === subject.lacks ? 'Not on SQLite.' : undefined),
      staleAfterMs: () => 60_000,
    },
    at + 30_000,
    report,
  );
  return { status: verdict.status, reason: verdict.reason };
}

describe('judge', () => {
  it('hands the facts, the limits, the engine and the time to the check', () => {
    const evaluate = jest.fn(() => []);
    run(sizeCheck(evaluate));
    expect(evaluate).toHaveBeenCalledWith(
      { size: { bytes: 2, approximate: false, tables: 1 } },
      { limits: { most: 1 }, engine: 'sqlite', at: at + 30_000 },
    );
  });

  it.each([
    [[], 'ok'],
    [['info'], 'info'],
    [['info', 'warning'], 'warning'],
    [['warning', 'critical', 'info'], 'critical'],
  ] as const)('takes the worst of %j', (severities, status) => {
    expect(run(sizeCheck(() => severities.map(judgement)))).toEqual({ status });
  });

  it('skips where the engine lacks the fact', () => {
    expect(
      run(
        sizeCheck(() => []),
        { lacks: 'size' },
      ),
    ).toEqual({
      status: 'skipped',
      reason: 'Not on SQLite.',
    });
  });

  it('skips where the check says so', () => {
    expect(run(sizeCheck(() => ({ skipped: 'Too early.' })))).toEqual({
      status: 'skipped',
      reason: 'Too early.',
    });
  });

  it.each<[string, Readings, string]>([
    ['was never read', {}, 'Not read yet.'],
    [
      'could not be read',
      { size: { status: 'failed', reason: 'Permission is missing.', at } },
      'Permission is missing.',
    ],
    [
      'was read too long ago',
      {
        size: {
          status: 'read',
          value: { bytes: 1, approximate: false, tables: 1 },
          at: at - 600_000,
        },
      },
      'Last read 11 min ago.',
    ],
  ])('is unknown and asks nothing of a fact that %s', (_, readings, reason) => {
    const evaluate = jest.fn(() => []);
    expect(run(sizeCheck(evaluate), { readings })).toEqual({
      status: 'unknown',
      reason,
    });
    expect(evaluate).not.toHaveBeenCalled();
  });

  it.each([
    [61_000, 'Last read 1 min ago.'],
    [90_000, 'Last read 1.5 min ago.'],
    [31 * 60_000, 'Last read 31 min ago.'],
    [3 * 24 * 3_600_000, 'Last read 3 days ago.'],
  ])('tells how old a reading of %i ms is', (ageMs, reason) => {
    expect(
      run(
        sizeCheck(() => []),
        {
          readings: {
            size: {
              status: 'read',
              value: { bytes: 1, approximate: false, tables: 1 },
              at: at + 30_000 - ageMs,
            },
          },
        },
      ).reason,
    ).toBe(reason);
  });

  it.each([
    [[], 'unknown'],
    [['info'], 'unknown'],
    [['warning'], 'warning'],
  ] as const)(
    'with a part unread and %j of the rest is %s',
    (severities, status) => {
      expect(
        run(
          sizeCheck(() => ({
            unknown: 'One table was locked.',
            judgements: severities.map(judgement),
          })),
        ),
      ).toEqual({ status, reason: 'One table was locked.' });
    },
  );

  it('survives a check that throws, and reports it', () => {
    const report = jest.fn();
    const error = new Error('no');
    const verdict = run(
      sizeCheck(() => {
        throw error;
      }),
      {},
      report,
    );
    expect(verdict.status).toBe('unknown');
    expect(report).toHaveBeenCalledWith('size', error);
  });
});

describe('rollUp', () => {
  it.each([
    [[], 'unknown'],
    [['skipped'], 'unknown'],
    [['ok', 'skipped', 'info'], 'ok'],
    [['ok', 'unknown'], 'unknown'],
    [['unknown', 'warning'], 'warning'],
    [['critical', 'unknown', 'warning'], 'critical'],
  ] as const)('of %j is %s', (statuses, expected) => {
    expect(rollUp(statuses.map(status => ({ status })))).toBe(expected);
  });
});
