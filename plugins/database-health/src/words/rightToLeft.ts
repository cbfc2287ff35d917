/** Letters that are written from right to left: Hebrew, Arabic and their like. */
const letters =
  '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';

const anyLetter = new RegExp(`[${letters}]`, 'u');

/** A name with such letters; a full stop behind it belongs to the sentence. */
const name = (() => {
  const inside = '[\\p{L}\\p{M}\\p{N}_./-]*';
  return new RegExp(
    `(${inside}[${letters}](?:${inside}[\\p{L}\\p{M}\\p{N}_])?)`,
    'u',
  );
})();

/**
 * The parts of a text: every other one, from the second on, is a name from right to
 * left. Several of them in a text written from left to right would change places, so
 * each is to be shown by itself.
 *
 * @see https://www.w3.org/International/articles/inline-bidi-markup/
 */
export function byDirection(text: string): string[] {
  return anyLetter.test(text) ? text.split(name) : [text];
}

/** The same where there is room for text only: each such name within isolates. */
export function isolated(text: string): string {
  return byDirection(text)
    .map((part, index) => (index % 2 === 1 ? `\u2068${part}\u2069` : part))
    .join('');
}
