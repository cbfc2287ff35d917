import { compareSeverity, compareStatus, worstStatus } from './status';

describe('status', () => {
  it('sorts worst first', () => {
    expect(
      (['ok', 'warning', 'unknown', 'critical'] as const)
        .slice()
        .sort(compareStatus),
    ).toEqual(['critical', 'warning', 'unknown', 'ok']);
  });

  it.each([
    [[], 'unknown'],
    [['ok', 'ok'], 'ok'],
    [['ok', 'unknown'], 'unknown'],
    [['warning', 'unknown', 'ok'], 'warning'],
    [['ok', 'critical', 'warning'], 'critical'],
  ] as const)('the worst of %j is %s', (statuses, worst) => {
    expect(worstStatus(statuses)).toBe(worst);
  });

  it('sorts severities worst first', () => {
    expect(
      (['info', 'critical', 'warning'] as const).slice().sort(compareSeverity),
    ).toEqual(['critical', 'warning', 'info']);
  });
});
