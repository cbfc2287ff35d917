/**
 * `next`, with every part that is as it was in `previous` taken from there. What
 * has not changed stays the same object, so what shows it need not render anew.
 * Both are what JSON can hold.
 */
export function keepSame<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next) || !isTree(previous) || !isTree(next)) {
    return next;
  }
  const before = previous as Record<string, unknown>;
  const after = next as Record<string, unknown>;
  if (Array.isArray(previous) !== Array.isArray(next)) {
    return next;
  }
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const kept: Record<string, unknown> = {};
  for (const key of keys) {
    kept[key] = keepSame(before[key], after[key]);
    same = same && key in before && Object.is(kept[key], before[key]);
  }
  if (same) {
    return previous as T;
  }
  return (Array.isArray(next) ? keys.map(key => kept[key]) : kept) as T;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
