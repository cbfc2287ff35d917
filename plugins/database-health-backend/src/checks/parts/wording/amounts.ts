/** `1 migration`, `2 migrations`. */
export function count(
  amount: number,
  noun: string,
  plural = `${noun}s`,
): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** `is` or `are`, as the amount needs it. */
export function isOrAre(amount: number): string {
  return amount === 1 ? 'is' : 'are';
}

/** ` (and 1 other)`, ` (and 2 others)`; nothing for none. */
export function andOthers(amount: number): string {
  return amount > 0 ? ` (and ${count(amount, 'other')})` : '';
}

/** Bytes of a GiB. */
export const GiB = 1_024 ** 3;
