/**
 * A whole number over a stretch of time: the last, and the extremes. All three
 * are the same where it was read once.
 */
export interface Measure {
  last: number;
  min: number;
  max: number;
}

/** Measures by a small whole number that says what was measured. */
export type Measures = ReadonlyMap<number, Measure>;

/**
 * Bytes that are as few as the numbers allow: of each measure what it is, the
 * last, and, where they differ, how far the extremes are from it. Numbers are
 * in groups of seven bits, the lowest first.
 */
export function encodeMeasures(measures: Measures): Buffer {
  const bytes: number[] = [];
  for (const [what, { last, min, max }] of measures) {
    const differs = min !== last || max !== last;
    write(bytes, what * 2 + (differs ? 1 : 0));
    write(bytes, last);
    if (differs) {
      write(bytes, last - min);
      write(bytes, max - last);
    }
  }
  return Buffer.from(bytes);
}

/**
 * What {@link encodeMeasures} made bytes of. Of other bytes whatever can be such: no
 * number that comes out is too large to be encoded again.
 */
export function decodeMeasures(bytes: Buffer): Map<number, Measure> {
  const measures = new Map<number, Measure>();
  const position = { at: 0 };
  while (position.at < bytes.length) {
    const head = read(bytes, position);
    const last = read(bytes, position);
    const differs = head % 2 === 1;
    const min = differs ? last - read(bytes, position) : last;
    const max = differs ? last + read(bytes, position) : last;
    if ([head, last, min, max].every(Number.isSafeInteger)) {
      measures.set(Math.floor(head / 2), { last, min, max });
    }
  }
  return measures;
}

/** One measure of the stretch that these cover, the oldest first. */
export function mergeMeasures(stretches: readonly Measures[]): Measures {
  const merged = new Map<number, Measure>();
  for (const [what, measure] of stretches.flatMap(each => [...each])) {
    const before = merged.get(what) ?? measure;
    merged.set(what, {
      last: measure.last,
      min: Math.min(before.min, measure.min),
      max: Math.max(before.max, measure.max),
    });
  }
  return merged;
}

/** Numbers may have up to 53 bits, so bit operators would not do. */
function write(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function read(bytes: Buffer, position: { at: number }): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[position.at] ?? 0;
    position.at += 1;
    value += (byte % 128) * scale;
    if (byte < 128) {
      return value;
    }
    scale *= 128;
  }
}
