import { performance } from 'node:perf_hooks';
import { randomOf } from './__testUtils__/generatedSql';
import { ObservedDurations, recentTimes } from './durations';

const minuteMs = 60_000;

describe('ObservedDurations', () => {
  let start: number;
  let durations: ObservedDurations;
  beforeEach(() => {
    start = performance.now();
    durations = new ObservedDurations();
  });
  const timesAt = (at?: number) => recentTimes([durations], at);
  const p99MsAt = (ms: number) => timesAt(start + ms).p99Ms;

  it('has nothing to say before the first', () => {
    expect(timesAt()).toEqual({
      count: 0,
      p50Ms: 0,
      p95Ms: 0,
      p99Ms: 0,
    });
  });

  it('keeps microseconds to two digits', () => {
    for (let ms = 1; ms <= 100; ms += 1) {
      durations.record(start, start + ms, 1);
    }
    const { p50Ms, p99Ms } = timesAt();
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
        durations.record(endedAt - ms, endedAt, 1);
        all.push(Math.round(ms * 1_000) / 1_000);
      }
      all.sort((a, b) => a - b);
      const times = timesAt(start + 7 * minuteMs);
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
    durations.record(start, start - 1, 1);
    expect(timesAt().p50Ms).toBe(0.001);
    durations.record(start, start + 24 * 60 * minuteMs, 1);
    expect(timesAt().p99Ms).toBeGreaterThan(7e6);
  });

  it('keeps them for five minutes at least and ten at most', () => {
    durations.record(start, start + 100, 1);
    expect(p99MsAt(minuteMs)).toBeGreaterThan(90);
    durations.record(start + 5.5 * minuteMs, start + 5.5 * minuteMs + 1, 1);
    expect(p99MsAt(6 * minuteMs)).toBeGreaterThan(90);
    expect(p99MsAt(11 * minuteMs)).toBeLessThan(2);
    expect(p99MsAt(11 * minuteMs)).toBeGreaterThan(0.9);
  });

  it('weighs each with the number that it stands for', () => {
    durations.record(start, start + 1, 90);
    durations.record(start, start + 100, 10);
    const { count, p50Ms, p95Ms } = timesAt(start + 100);
    expect(count).toBe(2);
    expect(p50Ms).toBeCloseTo(1, 1);
    expect(p95Ms / 100).toBeCloseTo(1, 1);
  });

  it('tells of several together', () => {
    const failed = new ObservedDurations();
    durations.record(start, start + 1, 98);
    failed.record(start, start + 50, 2);
    const { count, p50Ms, p99Ms } = recentTimes(
      [durations, failed],
      start + 50,
    );
    expect(count).toBe(2);
    expect(p50Ms).toBeCloseTo(1, 1);
    expect(p99Ms / 50).toBeCloseTo(1, 1);
  });

  it('counts all since the start up to bounds that are exact', () => {
    const boundsMs = [1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000];
    for (const boundMs of boundsMs) {
      durations.record(0, boundMs, 2);
      durations.record(0, boundMs * 1.0001, 1);
    }
    durations.record(0, 60_000, 1);
    const expected = boundsMs.map((_, i) => 3 * i + 2);
    const { counts, count, sumMs } = durations.upTo(boundsMs);
    expect(counts).toEqual(expected);
    expect(count).toBe(28);
    expect(sumMs).toBeCloseTo(3.0001 * 16_666 + 60_000);
    timesAt(start + 60 * minuteMs);
    expect(durations.upTo(boundsMs)).toEqual({ counts, count, sumMs });
  });

  it('counts as sorted durations do up to any bounds that metrics have', () => {
    const random = randomOf(7);
    const all = Array.from(
      { length: 5_000 },
      () => 20 * Math.exp(random() * 12 - 6),
    );
    for (const ms of all) {
      durations.record(0, ms, 1);
    }
    const limitsMs = [1, 10, 100, 1_000, 10_000];
    expect(durations.upTo(limitsMs).counts).toEqual(
      limitsMs.map(limitMs => all.filter(ms => ms <= limitMs).length),
    );
  });

  it('forgets what is long gone, however quiet it has been since', () => {
    durations.record(start, start + 100, 1);
    expect(p99MsAt(60 * minuteMs)).toBe(0);
  });
});
