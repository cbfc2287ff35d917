const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/**
 * Splits bytes into a number of at most four digits and its unit:
 * `1536` is `{ number: '1.5', unit: 'KiB' }`.
 */
export function splitBytes(bytes: number): { number: string; unit: string } {
  const size = Math.abs(bytes);
  let power = 0;
  while (power < units.length - 1 && size / 1024 ** power >= 1023.5) {
    power += 1;
  }
  const scaled = bytes / 1024 ** power;
  const digits = power === 0 || Math.abs(scaled) >= 99.95 ? 0 : 1;
  return { number: scaled.toFixed(digits), unit: units[power] };
}

/** `1536` is `1.5 KiB`. */
export function bytesInWords(bytes: number): string {
  const { number, unit } = splitBytes(bytes);
  return `${number} ${unit}`;
}

/** A size as it was measured: `≈ 1.5 KiB` where that was done roughly. */
export function sizeInWords(size: {
  bytes: number;
  approximate?: boolean;
}): string {
  return `${size.approximate ? '≈ ' : ''}${bytesInWords(size.bytes)}`;
}
