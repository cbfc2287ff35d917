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
  const p99MsAt = (ms: number) => durations.times(start + ms).p99Ms;

  it('has nothing to say before the first', () => {
    expect(durations.times()).toEqual({
      count: 0,
      p50Ms: 0,
      p95Ms: 0,
      p99Ms: 0,
    });
  });

  it('keeps microseconds to two digits', () => {
    for (let ms = 1; ms <= 100; ms += 1) {
      durations.record(start, start + ms);
    }
    const { p50Ms, p99Ms } = durations.times();
    expect(p50Ms / 50).toBeCloseTo(1, 1);
    expect(p99Ms / 99).toBeCloseTo(1, 1);
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
        all.push(Math.round(ms * 1_000) / 1_000);
      }
      all.sort((a, b) => a - b);
      const times = durations.times(start + 7 * minuteMs);
      expect(times.count).toBe(all.length);
      for (const percentile of [50, 95, 99] as const) {
        const exactMs = all[Math.ceil((all.length * percentile) / 100) - 1];
        const toldMs = times[`p${percentile}Ms`];
        // A bucket is a hundredth wide, or a microsecond.
        expect(Math.abs(toldMs - exactMs)).toBeLessThanOrEqual(
          exactMs / 100 + 0.001,
        );
      }
    },
  );

  it('takes durations that no clock should give', () => {
    durations.record(start, start - 1);
    expect(durations.times().p50Ms).toBe(0.001);
    durations.record(start, start + 24 * 60 * minuteMs);
    expect(durations.times().p99Ms).toBeGreaterThan(7e6);
  });

  it('keeps them for five minutes at least and ten at most', () => {
    durations.record(start, start + 100);
    expect(p99MsAt(minuteMs)).toBeGreaterThan(90);
    durations.record(start + 5.5 * minuteMs, start + 5.5 * minuteMs + 1);
    expect(p99MsAt(6 * minuteMs)).toBeGreaterThan(90);
    expect(p99MsAt(11 * minuteMs)).toBeLessThan(2);
    expect(p99MsAt(11 * minuteMs)).toBeGreaterThan(0.9);
  });

  it('forgets what is long gone, however quiet it has been since', () => {
    durations.record(start, start + 100);
    expect(p99MsAt(60 * minuteMs)).toBe(0);
  });
});
