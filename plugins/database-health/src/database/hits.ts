/** `99.8 %` of the blocks; `–` where none was needed. */
export function hitsInWords(hitRatio: number | null): string {
  return hitRatio === null ? '–' : `${(hitRatio * 100).toFixed(1)} %`;
}
