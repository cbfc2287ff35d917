import { fromCoarse, toCoarse } from './coarse';

describe('coarse numbers', () => {
  it('are exact while small, and for whole pages', () => {
    for (let bytes = 0; bytes < 2_048; bytes++) {
      expect(fromCoarse(toCoarse(bytes))).toBe(bytes);
    }
    for (const bytes of [8_192, 3 * 2 ** 20, 1_000 * 8_192, 2 ** 50]) {
      expect(fromCoarse(toCoarse(bytes))).toBe(bytes);
    }
  });

  it('are at most 0.1 % too small, and never out of order', () => {
    const all = Array.from({ length: 20_000 }, (_, i) =>
      Math.floor(2 ** (i / 400)),
    );
    let last = 0;
    for (const bytes of all.flatMap(each => [each - 1, each, each + 1])) {
      const coarse = toCoarse(bytes);
      expect(fromCoarse(coarse)).toBeLessThanOrEqual(bytes);
      expect(fromCoarse(coarse)).toBeGreaterThanOrEqual(bytes * 0.999);
      expect(coarse).toBeLessThan(2 ** 16);
      last = Math.max(last, coarse);
    }
    const sorted = [...new Set(all)].sort((a, b) => a - b).map(toCoarse);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(last).toBe(sorted[sorted.length - 1]);
  });
});
