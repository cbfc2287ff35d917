import type { SizeSample } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon } from '../__testUtils__/facts';
import { sizeForecast } from './size-forecast';

const GiB = 1_024 ** 3;
const dayMs = 24 * 60 * 60 * 1000;

/** Samples up to today, the last of which is the present size. */
function history(count: number, bytesOf: (daysAgo: number) => number) {
  const days: SizeSample[] = Array.from({ length: count }, (_, i) => ({
    at: noon - (count - 1 - i) * dayMs,
    bytes: bytesOf(count - 1 - i),
  }));
  return {
    sizeHistory: { days },
    size: { bytes: bytesOf(0), approximate: false, tables: 3 },
  };
}

const growing = (count = 90) => history(count, ago => 100 * GiB - ago * GiB);

const budget = (bytes: number) =>
  ({ sizeLimit: { bytes, of: 'budget' } } as const);

describe('size-forecast', () => {
  it.each([
    ['reached', 90, 'critical'],
    ['three days', 103, 'critical'],
    ['just above three days', 103.1, 'warning'],
    ['fourteen days', 114, 'warning'],
    ['just above fourteen days', 114.1, undefined],
    ['far', 10_000, undefined],
  ])('of a linear growth with a budget that is %s', (_, limit, expected) => {
    expect(
      severity(sizeForecast, { ...growing(), ...budget(limit * GiB) }),
    ).toBe(expected);
  });

  it.each([
    ['a step', history(90, ago => (ago < 3 ? 99 : 20) * GiB)],
    ['shrinking', history(90, ago => (99 + ago) * GiB)],
    ['standing still', history(90, () => 99 * GiB)],
    [
      'going up and down',
      history(90, ago => (99 - (ago % 2 === 1 ? 3 : 0)) * GiB),
    ],
  ])('is silent on %s', (_, facts) => {
    expect(
      judgements(sizeForecast, { ...facts, ...budget(100 * GiB) }),
    ).toEqual([]);
  });

  it('is skipped on five samples, without a limit and without the store', () => {
    expect(
      evaluate(sizeForecast, { ...growing(5), ...budget(101 * GiB) }),
    ).toEqual({ skipped: 'There are 5 daily samples; at least 7 are needed.' });
    expect(
      evaluate(sizeForecast, { ...growing(1), ...budget(101 * GiB) }),
    ).toEqual({ skipped: 'There is 1 daily sample; at least 7 are needed.' });
    expect(
      evaluate(sizeForecast, { ...growing(), sizeLimit: null }),
    ).toHaveProperty('skipped', expect.stringContaining('budgets'));
    expect(
      evaluate(sizeForecast, {
        ...growing(),
        ...budget(101 * GiB),
        sizeHistory: null,
      }),
    ).toHaveProperty('skipped', expect.stringContaining('store'));
  });

  it('says how surely, and of what', () => {
    const noisy = history(
      90,
      ago => 100 * GiB - ago * GiB + Math.sin(ago * 7) * GiB,
    );
    const [finding] = judgements(sizeForecast, {
      ...noisy,
      ...budget(110 * GiB),
    });
    expect(finding.message).toMatch(
      /^At [\d.]+ (GiB|MiB) a day it reaches its budget of 110 GiB in about (9|10) days \(between \d+ and \d+\)\.$/,
    );
    expect(finding.evidence).toEqual({
      observed: expect.any(Number),
      limit: 14,
      unit: 'days',
    });
    const [onDisk] = judgements(sizeForecast, {
      ...growing(),
      sizeLimit: { bytes: 102 * GiB, of: 'disk' },
    });
    expect(onDisk.message).toBe(
      'At 1.0 GiB a day it reaches its disk at 102 GiB in about 2 days.',
    );
    expect(onDisk.remedy.text).toContain('make the disk larger');
  });
});
