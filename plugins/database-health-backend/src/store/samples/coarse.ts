/** Bits that a coarse number keeps: it is at most 0.1 % too small. */
const keptBits = 10;

/**
 * A number of bytes in two bytes: the power of two and its first bits. It
 * grows with the number, so that the largest stays the largest.
 */
export function toCoarse(bytes: number): number {
  const whole = Math.max(0, Math.floor(bytes));
  const shift = Math.max(0, Math.floor(Math.log2(whole + 1)) - keptBits);
  return shift * 2 ** keptBits + Math.floor(whole / 2 ** shift);
}

/** The least number of bytes that {@link toCoarse} makes this of. */
export function fromCoarse(coarse: number): number {
  const shift = Math.max(0, Math.floor(coarse / 2 ** keptBits) - 1);
  return (coarse - shift * 2 ** keptBits) * 2 ** shift;
}
