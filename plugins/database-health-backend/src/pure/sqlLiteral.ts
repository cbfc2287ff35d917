import { isVisible } from './invisible';

/** A string in single quotes. */
export function plainLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Whether a plain literal is the same to every session, one that takes a backslash for
 * an escape too, and all of it can be seen.
 */
export function isUnmistakable(text: string): boolean {
  return isVisible(text) && !text.includes('\\');
}

/** A text with each character that cannot be seen in letters that can. */
export function eachInvisible(
  text: string,
  escape: (code: number) => string,
): string {
  return [...text]
    .map(each => (isVisible(each) ? each : escape(each.codePointAt(0)!)))
    .join('');
}
