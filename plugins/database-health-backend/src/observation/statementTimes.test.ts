import { randomOf } from './__testUtils__/generatedSql';
import { StatementTimes } from './statementTimes';

describe('StatementTimes', () => {
  it('knows nothing at first', () => {
    const times = new StatementTimes();
    expect(times.percentileMs(95)).toBe(0);
    expect(times).toMatchObject({ runs: 0, totalMs: 0, maxMs: 0 });
  });

  it.each([0.02, 1, 40, 5_000])(
    'tells percentiles around %d ms as the sorted durations do, to within 5 %',
    scaleMs => {
      const random = randomOf(3);
      const times = new StatementTimes();
      const all: number[] = [];
      for (let i = 0; i < 10_000; i += 1) {
        const ms = scaleMs * Math.exp(random() * 4 - 0.5);
        const runs = 1 + Math.floor(random() * 5);
        times.record(ms, runs);
        all.push(...Array<number>(runs).fill(ms));
      }
      all.sort((a, b) => a - b);
      for (const percentile of [50, 95, 99, 100]) {
        const exact = all[Math.ceil((all.length * percentile) / 100) - 1];
        const ratio = times.percentileMs(percentile) / exact;
        expect(ratio).toBeGreaterThan(0.95);
        expect(ratio).toBeLessThan(1.05);
      }
      expect(times.runs).toBe(all.length);
      expect(times.maxMs).toBe(all[all.length - 1]);
      expect(times.totalMs).toBeCloseTo(
        all.reduce((sum, ms) => sum + ms, 0),
        0,
      );
    },
  );

  it('takes any duration and any number of runs', () => {
    const times = new StatementTimes();
    for (const ms of [0, -1, 1e-9, 1e12]) {
      times.record(ms, 1);
    }
    expect(times.percentileMs(100)).toBeGreaterThan(7_200_000);
    for (let i = 0; i < 100; i += 1) {
      times.record(10, 2 ** 28);
    }
    expect(times.percentileMs(95) / 10).toBeCloseTo(1, 1);
    expect(times.runs).toBe(4 + 100 * 2 ** 28);
  });
});
