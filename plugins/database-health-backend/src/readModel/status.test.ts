import type {
  CheckResult,
  Finding,
} from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import { StatusFilter, toHealthReport } from './status';

const result = (
  checkId: string,
  status: CheckResult['status'],
  more: Partial<CheckResult> = {},
): CheckResult => ({ checkId, title: checkId, status, findings: [], ...more });

const warning = {
  severity: 'warning',
  message: 'It is slow.',
  evidence: { observed: 300, limit: 250, unit: 'ms' },
} as Finding;

function report(
  results: CheckResult[],
  filter: Partial<StatusFilter> = {},
  { checkedAt }: { checkedAt?: number } = { checkedAt: 0 },
) {
  const snapshot = { database: { pluginId: 'catalog' }, results, checkedAt };
  const picture = { snapshots: () => [snapshot], servers: () => [] };
  const { status, output, checks } = toHealthReport(
    picture as unknown as Picture,
    { plugins: [], checks: [], minStatus: undefined, ...filter },
    { at: 0, pageUrl: '' },
  );
  return {
    status,
    ...(output !== undefined && { output }),
    checks: Object.keys(checks),
  };
}

describe('toHealthReport', () => {
  const results = [
    result('reachable', 'ok'),
    result('latency', 'warning', { findings: [warning] }),
    result('deadlocks', 'skipped', { reason: 'Not available on sqlite.' }),
  ];

  it('passes where all that was asked for is skipped', () => {
    expect(report(results, { checks: ['deadlocks'] })).toEqual({
      status: 'pass',
      checks: [],
    });
  });

  it('leaves what is skipped out of the worst of the others', () => {
    expect(report(results)).toEqual({
      status: 'warn',
      output: '1 warning',
      checks: ['catalog:reachable', 'catalog:latency'],
    });
    const checks = ['reachable', 'deadlocks'];
    expect(report(results, { checks }).status).toBe('pass');
  });

  it('warns, and says why, where nothing was looked at yet', () => {
    expect(report([])).toEqual({
      status: 'warn',
      output: 'nothing was looked at yet',
      checks: [],
    });
    const unread = result('size', 'unknown', { reason: 'Not read yet.' });
    expect(report([unread], {}, {})).toEqual({
      status: 'warn',
      output: 'nothing was looked at yet',
      checks: ['catalog:size'],
    });
  });

  it('counts what could not be read as unknown', () => {
    const unread = result('size', 'unknown', { reason: 'It timed out.' });
    expect(report([unread])).toMatchObject({
      status: 'warn',
      output: '1 unknown',
    });
    expect(report([unread], { minStatus: 'warning' })).toEqual({
      status: 'pass',
      checks: [],
    });
  });

  it('lists only what is that bad where that is asked for', () => {
    const critical = { ...warning, severity: 'critical' } as Finding;
    const all = [
      ...results,
      result('size', 'critical', { findings: [critical, warning] }),
    ];
    expect(report(all, { minStatus: 'critical' })).toEqual({
      status: 'fail',
      output: '1 critical',
      checks: ['catalog:size'],
    });
    expect(report(all, { minStatus: 'warning' }).checks).toEqual([
      'catalog:latency',
      'catalog:size',
    ]);
    expect(report(results, { minStatus: 'critical' })).toEqual({
      status: 'pass',
      checks: [],
    });
  });
});
