import { bytesInWords } from 'backstage-plugin-database-health-common';

/**
 * A size as it was measured: `≈ 1.5 KiB` where that was done roughly. `against` is as
 * in {@link bytesInWords}.
 */
export function sizeInWords(
  size: { bytes: number; approximate?: boolean },
  against?: number,
): string {
  return `${size.approximate ? '≈ ' : ''}${bytesInWords(size.bytes, against)}`;
}
