const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** `12345` is `12,345` where the reader's language writes it so. */
export function numberInWords(value: number): string {
  return number.format(value);
}

/** `1 finding`, `2 findings`. */
export function countInWords(
  count: number,
  singular: string,
  plural = `${singular}s`,
): string {
  return `${numberInWords(count)} ${count === 1 ? singular : plural}`;
}
