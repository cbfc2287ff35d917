import { compareSeverity, compareStatus } from './status';

describe('status', () => {
  it('sorts worst first', () => {
    expect(
      (['ok', 'warning', 'unknown', 'critical'] as const)
        .slice()
        .sort(compareStatus),
    ).toEqual(['critical', 'warning', 'unknown', 'ok']);
  });

  it('sorts severities worst first', () => {
    expect(
      (['info', 'critical', 'warning'] as const).slice().sort(compareSeverity),
    ).toEqual(['critical', 'warning', 'info']);
  });
});
