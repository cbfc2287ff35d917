const tokens = /`[^`]*`|"[^"]*"|[\w$]+|[^\s\w$]/g;

/** A name that means the same with its quotes and without. */
const plainName = /^[`"]([a-z_][a-z0-9_$]*)[`"]$/;

/**
 * Whether two statements without values are the same one: a server may write the
 * keywords large, quote every name, and space what it wrote anew.
 */
export function statementKey(text: string): string {
  return (text.match(tokens) ?? [])
    .map(token =>
      /^[`"]/.test(token)
        ? token.replace(plainName, '$1')
        : token.toLowerCase(),
    )
    .join(' ');
}
