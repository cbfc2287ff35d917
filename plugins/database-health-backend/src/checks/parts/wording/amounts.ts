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
