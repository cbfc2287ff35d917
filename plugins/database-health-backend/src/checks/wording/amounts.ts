/** `1 migration`, `2 migrations`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `is` or `are`, as the amount needs it. */
export function isOrAre(amount: number): string {
  return amount === 1 ? 'is' : 'are';
}

/** ` (and 1 other)`, ` (and 2 others)`; nothing for none. */
export function andOthers(amount: number): string {
  return amount > 0 ? ` (and ${count(amount, 'other')})` : '';
}

/** `850 ms`, `1.2 s`, `45 s`, `12 min`, `3.5 h`. */
export function duration(ms: number): string {
  if (ms < 1_000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = ms / 1_000;
  if (seconds < 120) {
    return `${short(seconds)} s`;
  }
  return seconds < 7_200
    ? `${short(seconds / 60)} min`
    : `${short(seconds / 3_600)} h`;
}

/** Bytes of a GiB. */
export const GiB = 1_024 ** 3;

const byteUnits = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `512 bytes`, `1.5 GiB`, `100 GiB`: in powers of 1024. */
export function bytes(amount: number): string {
  let scaled = amount;
  let unit = 0;
  while (scaled >= 1_024 && unit < byteUnits.length - 1) {
    scaled /= 1_024;
    unit += 1;
  }
  return `${short(scaled)} ${byteUnits[unit]}`;
}

function short(amount: number): string {
  return String(
    amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount),
  );
}
