import type { SizeSample } from './facts';
import { changeOver, daysUntil, Trend, trendOf } from './growth';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const dayMs = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 1, 23, 50);

const daily = (count: number, bytesOf: (day: number) => number): SizeSample[] =>
  Array.from({ length: count }, (_, day) => ({
    at: start + day * dayMs,
    bytes: bytesOf(day),
  }));

/** The same on every run, between −1 and 1. */
const noise = (day: number) => Math.sin(day * 12.9898) % 1;

/** Numbers from 0 to 1, the same on every run (Numerical Recipes' LCG). */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('trendOf', () => {
  it.each([5, 6])('has no trend on %d samples', count => {
    expect(trendOf(daily(count, day => day * GiB))).toBeUndefined();
  });

  it('has none on nothing', () => {
    expect(trendOf([])).toBeUndefined();
  });

  it.each([
    ['a line', (day: number) => 10 * GiB + day * 100 * MiB],
    [
      'a line with noise',
      (day: number) => 10 * GiB + day * 100 * MiB + noise(day) * 200 * MiB,
    ],
    [
      'a line with one ingestion',
      (day: number) => 10 * GiB + day * 100 * MiB + (day > 70 ? 8 * GiB : 0),
    ],
    [
      'a line with one VACUUM FULL',
      (day: number) => 10 * GiB + day * 100 * MiB - (day > 80 ? 6 * GiB : 0),
    ],
    [
      'a week of ingestion on every Monday',
      (day: number) => 10 * GiB + Math.floor(day / 7) * 700 * MiB,
    ],
  ])('is within a tenth on %s', (_, bytesOf) => {
    const { bytesPerDay, samples } = trendOf(daily(90, bytesOf))!;
    expect(Math.abs(bytesPerDay / (100 * MiB) - 1)).toBeLessThan(0.1);
    expect(samples).toBe(31);
  });

  it('has bounds that hold in nine cases of ten', () => {
    const random = generator();
    const cases = Array.from(
      { length: 400 },
      () =>
        trendOf(
          daily(
            31,
            day => 10 * GiB + day * 100 * MiB + (random() - 0.5) * 800 * MiB,
          ),
        )!,
    );
    const share = (holds: (trend: Trend) => boolean) =>
      cases.filter(holds).length / cases.length;
    const truth = 100 * MiB;
    const notLess = share(each => each.lowestBytesPerDay <= truth);
    const notMore = share(each => each.highestBytesPerDay >= truth);
    for (const measured of [notLess, notMore]) {
      expect(measured).toBeGreaterThan(0.85);
      expect(measured).toBeLessThan(0.97);
    }
  });

  it.each([7, 8, 20, 90])('sees no growth in a step after %d days', count => {
    for (let step = 1; step < count; step += 1) {
      const { bytesPerDay } = trendOf(
        daily(count, day => (day >= step ? 20 * GiB : GiB)),
      )!;
      expect(bytesPerDay).toBe(0);
    }
  });

  it('is negative where it shrinks', () => {
    const { bytesPerDay, highestBytesPerDay } = trendOf(
      daily(20, day => 10 * GiB - day * 50 * MiB),
    )!;
    expect(bytesPerDay).toBeCloseTo(-50 * MiB);
    expect(highestBytesPerDay).toBeLessThan(0);
  });

  it('reckons with days that are missing', () => {
    const days = daily(30, day => day * 100 * MiB).filter(
      (_, day) => day % 3 !== 1,
    );
    expect(trendOf(days)!.bytesPerDay).toBeCloseTo(100 * MiB);
  });
});

describe('changeOver', () => {
  const days = daily(10, day => day * GiB);

  it('is against the newest sample that is old enough', () => {
    expect(changeOver(days, 7)).toEqual({
      bytes: 7 * GiB,
      fromBytes: 2 * GiB,
      days: 7,
    });
    expect(changeOver([days[0], days[9]], 1)).toEqual({
      bytes: 9 * GiB,
      fromBytes: 0,
      days: 9,
    });
  });

  it('is not known without such a sample', () => {
    expect(changeOver(days, 10)).toBeUndefined();
    expect(changeOver([], 1)).toBeUndefined();
  });
});

describe('daysUntil', () => {
  it.each([
    [100, 40, 10, 6],
    [100, 100, 10, 0],
    [100, 120, -1, 0],
    [100, 40, 0, null],
    [100, 40, -5, null],
    [100_000, 40, 1, null],
  ])('%d bytes from %d at %d a day: %p', (limit, bytes, perDay, expected) => {
    expect(daysUntil(limit, bytes, perDay)).toBe(expected);
  });
});
