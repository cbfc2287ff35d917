import { performance } from 'node:perf_hooks';
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
