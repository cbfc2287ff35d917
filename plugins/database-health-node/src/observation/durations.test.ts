import { performance } from 'node:perf_hooks';
import { randomOf } from './__testUtils__/generatedSql';
import { RecentDurations } from './durations';

const minuteMs = 60_000;

describe('RecentDurations', () => {
  let start: number;
  let durations: RecentDurations;
  beforeEach(() => {
    start = performance.now();
    durations = new RecentDurations();
  });
  const p99At = (ms: number) => durations.percentileMicros(99, start + ms);

  it('has nothing to say before the first', () => {
    expect(p99At(0)).toBe(0);
  });

  it('keeps microseconds to two digits', () => {
    for (let ms = 1; ms <= 100; ms += 1) {
      durations.record(start, start + ms);
    }
    expect(durations.percentileMicros(50) / 50_000).toBeCloseTo(1, 1);
    expect(durations.percentileMicros(99) / 99_000).toBeCloseTo(1, 1);
  });

  it.each([0.05, 1, 40, 5_000])(
    'tells percentiles around %d ms as the sorted durations do, to two digits',
    scaleMs => {
      const random = randomOf(5);
      const all: number[] = [];
      for (let i = 0; i < 10_000; i += 1) {
        const ms = scaleMs * Math.exp(random() * 4 - 2);
        // Some of them before and some after the turn of the generations.
        const endedAt = start + (i < 3_000 ? 4 : 6) * minuteMs;
        durations.record(endedAt - ms, endedAt);
        all.push(Math.round(ms * 1_000));
      }
      all.sort((a, b) => a - b);
      expect(durations.count(start + 7 * minuteMs)).toBe(all.length);
      for (const percentile of [1, 50, 90, 95, 99, 99.9, 100]) {
        const exact = all[Math.ceil((all.length * percentile) / 100) - 1];
        const told = durations.percentileMicros(
          percentile,
          start + 7 * minuteMs,
        );
        // A bucket is a hundredth wide, or a microsecond.
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact / 100 + 1);
      }
    },
  );

  it('takes durations that no clock should give', () => {
    durations.record(start, start - 1);
    expect(durations.percentileMicros(50)).toBe(1);
    durations.record(start, start + 24 * 60 * minuteMs);
    expect(durations.percentileMicros(100)).toBeGreaterThan(7e9);
  });

  it('keeps them for five minutes at least and ten at most', () => {
    durations.record(start, start + 100);
    expect(p99At(minuteMs)).toBeGreaterThan(90_000);
    durations.record(start + 5.5 * minuteMs, start + 5.5 * minuteMs + 1);
    expect(p99At(6 * minuteMs)).toBeGreaterThan(90_000);
    expect(p99At(11 * minuteMs)).toBeLessThan(2_000);
    expect(p99At(11 * minuteMs)).toBeGreaterThan(900);
  });

  it('forgets what is long gone, however quiet it has been since', () => {
    durations.record(start, start + 100);
    expect(p99At(60 * minuteMs)).toBe(0);
  });
});
