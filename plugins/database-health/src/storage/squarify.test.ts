import { squarify } from './squarify';

const area = { x: 0, y: 0, width: 600, height: 400 };

describe('the areas of a treemap', () => {
  it('are as large as their weights, and fill the whole', () => {
    const weights = [6, 6, 4, 3, 2, 2, 1];
    const parts = squarify(weights, area);
    const perWeight = (600 * 400) / 24;
    parts.forEach(({ width, height }, index) => {
      expect(width * height).toBeCloseTo(weights[index] * perWeight, 3);
    });
  });

  it('do not overlap and stay within', () => {
    const parts = squarify([500, 40, 30, 20, 9, 5, 5, 1, 1], area);
    parts.forEach((a, index) => {
      expect(a.x + a.width).toBeLessThanOrEqual(600.001);
      expect(a.y + a.height).toBeLessThanOrEqual(400.001);
      parts.slice(index + 1).forEach(b => {
        const apart =
          a.x + a.width <= b.x + 0.001 ||
          b.x + b.width <= a.x + 0.001 ||
          a.y + a.height <= b.y + 0.001 ||
          b.y + b.height <= a.y + 0.001;
        expect(apart).toBe(true);
      });
    });
  });

  it('are near to squares where the weights are equal', () => {
    const parts = squarify(Array(6).fill(1), area);
    parts.forEach(({ width, height }) => {
      expect(Math.max(width / height, height / width)).toBeLessThan(1.6);
    });
  });

  it('are nothing for what weighs nothing', () => {
    expect(squarify([], area)).toEqual([]);
    expect(squarify([0, 0], area).every(({ width }) => width === 0)).toBe(true);
    const [, none] = squarify([1, 0], area);
    expect(none.width * none.height).toBe(0);
  });
});
