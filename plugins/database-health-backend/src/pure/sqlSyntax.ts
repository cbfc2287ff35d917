/**
 * Where the dialects differ in what is a literal, an identifier or a comment.
 *
 * @internal
 */
export interface SqlSyntax {
  /** `"…"` is a string, unless the server was told otherwise. */
  readonly doubleQuotedStrings: boolean;
  /** Signs that begin an identifier, with those that end it. */
  readonly identifierQuotes: Readonly<Record<string, string>>;
  /** `$$…$$` and `$tag$…$tag$` are strings. */
  readonly dollarStrings: boolean;
  /**
   * Whether `\'` ends a string. It depends on a setting of the server where it
   * is `unsure`.
   */
  readonly backslashes: 'plain' | 'unsure';
  /** In `E'…'` a backslash escapes, whatever the settings. */
  readonly escapeStrings: boolean;
  readonly hashComments: boolean;
  /** `--` begins a comment only before white space. */
  readonly dashesNeedSpace: boolean;
  readonly nestedComments: boolean;
  /** What is in a comment that begins with `!` may be run. */
  readonly executableComments: boolean;
  /** What ends a comment that ends with its line. */
  readonly lineEnd: RegExp;
}
