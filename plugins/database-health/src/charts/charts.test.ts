import { getContrastRatio, Theme } from '@material-ui/core/styles';
import { themes } from '@backstage/theme';
import { byteTicks, numberTicks } from './byteAxis';
import { withGaps } from './gaps';
import { seriesColours, seriesLimit } from './palette';
import { timeTicks } from './timeAxis';

const KiB = 1024;
const GiB = 1024 ** 3;
const hour = 3_600_000;
const day = 24 * hour;
const to = Date.parse('2026-11-21T05:17:00Z');

describe('the marks of an axis', () => {
  it.each([
    [0, [0, 1]],
    [9 * KiB, [0, 2, 4, 6, 8, 10].map(each => each * KiB)],
    [2.31 * GiB, [0, 1, 2, 3].map(each => each * GiB)],
    [900 * GiB, [0, 256, 512, 768, 1024].map(each => each * GiB)],
  ])('start at 0 and pass %d bytes in round steps', (largest, marks) => {
    expect(byteTicks(largest)).toEqual(marks);
  });

  it.each([
    [0, 1],
    [0.8, 0.8],
    [412, 500],
    [97, 100],
  ])('pass %d by little', (largest, last) => {
    const marks = numberTicks(largest);
    expect(marks[0]).toBe(0);
    expect(marks[marks.length - 1]).toBeCloseTo(last);
  });

  it.each([1, 7, 30, 90, 730])('are few and in order over %d days', days => {
    const marks = timeTicks(to - days * day, to);
    expect(marks.length).toBeGreaterThanOrEqual(3);
    expect(marks.length).toBeLessThanOrEqual(9);
    expect(marks).toEqual([...marks].sort((a, b) => a - b));
    for (const mark of marks) {
      expect(new Date(mark).getMinutes()).toBe(0);
    }
  });

  it.each([
    [10, 2],
    [45, 10],
    [180, 30],
  ])('divide %d minutes at every %dth', (minutes, step) => {
    const marks = timeTicks(to - minutes * 60_000, to);
    expect(marks.length).toBeGreaterThanOrEqual(3);
    for (const mark of marks) {
      expect(new Date(mark).getMinutes() % step).toBe(0);
    }
  });
});

describe('gaps', () => {
  const at = (time: number) => new Date(time).toISOString();
  const points = (times: readonly number[]) =>
    times.map((time, value) => ({ at: at(time), value }));
  const gapsOf = (times: readonly number[]) =>
    withGaps(points(times))
      .filter(({ value }) => value === null)
      .map(each => each.at);

  it('are where one of daily samples is missing', () => {
    expect(gapsOf([0, 1, 2, 4, 5, 6].map(each => each * day))).toEqual([
      3 * day,
    ]);
  });

  it('are not where samples begin to stand closer', () => {
    const daily = [0, 1, 2, 3, 4].map(each => each * day);
    const hourly = [1, 2, 3, 4, 5].map(each => 4 * day + each * hour);
    expect(gapsOf([...daily, ...hourly])).toEqual([]);
  });

  it('do not hide each other', () => {
    expect(
      gapsOf([0, 1, 2, 5, 6, 10, 11, 12].map(each => each * day)),
    ).toHaveLength(2);
  });

  it('are none between two points, nor where there is one or none', () => {
    expect(gapsOf([0, 9 * day])).toEqual([]);
    expect(withGaps(points([0]))).toHaveLength(1);
    expect(withGaps([])).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', name => {
  const theme = themes[name].getTheme('v4') as Theme;
  const paper = name === 'light' ? '#fff' : '#424242';

  it('every series stands out, and words can be read on its tint', () => {
    for (let place = 0; place <= seriesLimit; place += 1) {
      const { strong, tint } = seriesColours(theme, place);
      expect(getContrastRatio(strong, paper)).toBeGreaterThanOrEqual(3);
      expect(
        getContrastRatio(name === 'light' ? '#212121' : '#fff', tint),
      ).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('no two series look the same', () => {
    const all = Array.from(
      { length: seriesLimit + 1 },
      (_, place) => seriesColours(theme, place).strong,
    );
    expect(new Set(all).size).toBe(seriesLimit + 1);
  });
});
