const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
/** More than these tell nothing that anybody acts on. */
const mostDigits = 3;

/**
 * Bytes in powers of 1024, with one digit after the point below 100: `512 B`,
 * `1.5 KiB`, `118 GiB`. The backend's sentences and the page's numbers say them in
 * the same words.
 *
 * @param against - bytes that stand beside them, such as a limit: what differs is
 * then told apart, `100.4 MiB` against `100.0 MiB`, with up to three digits
 *
 * @public
 */
export function bytesInWords(bytes: number, against = bytes): string {
  const power = powerOf(bytes);
  const scaled = bytes / 1024 ** power;
  const other = against / 1024 ** power;
  let digits = power === 0 || Math.abs(scaled) >= 99.95 ? 0 : 1;
  if (against !== bytes && power > 0 && power === powerOf(against)) {
    const told = [digits, 1, 2, mostDigits].find(
      each => scaled.toFixed(each) !== other.toFixed(each),
    );
    digits = Math.max(digits, told ?? 0);
  }
  return `${scaled.toFixed(digits)} ${units[power]}`;
}

/** Up to which unit it is written with at most four digits. */
function powerOf(bytes: number): number {
  const size = Math.abs(bytes);
  const power = units.findIndex((_, each) => size / 1024 ** each < 1023.5);
  return power < 0 ? units.length - 1 : power;
}
