/** The title of a column of them, which is left out where no server counts them. */
export const fromMemory = 'From memory';

/** `99.8 %` of the blocks; `–` where none was needed. */
export function hitsInWords(hitRatio: number | null): string {
  return hitRatio === null ? '–' : `${(hitRatio * 100).toFixed(1)} %`;
}
