import type { SamplePoint } from '../store';

/**
 * So many points at most: neighbours become one that has the last of them and
 * their extremes. The first and the last stay as they are.
 */
export function atMost(
  most: number,
  points: readonly SamplePoint[],
): readonly SamplePoint[] {
  if (points.length <= most) {
    return points;
  }
  const [first, ...rest] = points;
  const startsAt = first.at;
  const stretchMs = (points[points.length - 1].at - startsAt) / (most - 1);
  const stretches = new Map<number, SamplePoint>();
  for (const point of rest) {
    // Each ends with its last moment, so that the last point opens no other.
    const stretch = Math.ceil((point.at - startsAt) / stretchMs);
    const before = stretches.get(stretch) ?? point;
    stretches.set(stretch, {
      at: point.at,
      last: point.last,
      min: Math.min(before.min, point.min),
      max: Math.max(before.max, point.max),
    });
  }
  return [first, ...stretches.values()];
}
