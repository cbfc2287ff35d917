import { atMost } from './points';

const minuteMs = 60_000;

function points(count: number, valueAt: (i: number) => number) {
  return Array.from({ length: count }, (_, i) => {
    const value = valueAt(i);
    return { at: i * minuteMs, last: value, min: value, max: value };
  });
}

describe('atMost', () => {
  it.each([0, 1, 2, 99, 100])('leaves %d points as they are', count => {
    const few = points(count, i => i);
    expect(atMost(100, few)).toEqual(few);
  });

  it.each([101, 150, 999, 10_000])(
    'makes at most 100 of %d and keeps the first, the last and the extremes',
    count => {
      const many = points(count, () => Math.random());
      const few = atMost(100, many);
      expect(few.length).toBeLessThanOrEqual(100);
      expect(few.length).toBeGreaterThan(50);
      expect(few[0]).toEqual(many[0]);
      expect(few.at(-1)).toMatchObject({
        at: many.at(-1)!.at,
        last: many.at(-1)!.last,
      });
      const extremes = (some: typeof many) => [
        Math.min(...some.map(({ min }) => min)),
        Math.max(...some.map(({ max }) => max)),
      ];
      expect(extremes([...few])).toEqual(extremes(many));
    },
  );

  it('keeps gaps as they are', () => {
    const all = points(1_000, i => i);
    const gap = [...all.slice(0, 300), ...all.slice(-300)];
    const times = atMost(100, gap).map(({ at }) => at / minuteMs);
    expect(times.filter(at => at > 300 && at < 690)).toEqual([]);
  });
});
