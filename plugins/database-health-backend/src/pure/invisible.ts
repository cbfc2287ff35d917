/**
 * What a reader does not see, or what changes how the text beside it is seen:
 * control characters, direction marks, joiners, line separators, and what is
 * ignored where it cannot be shown.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/**
 * A text with an escape for each character that a reader cannot see: `\u202E`,
 * `\u{E0001}`. What is visible already stays as it is.
 *
 * @param kept - Characters that stay all the same: line breaks of a statement.
 * @public
 */
export function visible(text: string, kept = ''): string {
  return text.replace(invisible, character =>
    kept.includes(character) ? character : escapeOf(character),
  );
}

/**
 * Whether a text is what it looks like.
 *
 * @public
 */
export function isVisible(text: string, kept = ''): boolean {
  return visible(text, kept) === text;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!.toString(16).toUpperCase();
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
