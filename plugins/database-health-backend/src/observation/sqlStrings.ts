// Longer names than any server takes come from quotes that do not match.
const longestName = 128;

/**
 * Where the string ends whose content begins at `from`, its last quote
 * included. `undefined` where it has no end, or none that is sure.
 *
 * @internal
 */
export function endOfString(
  sql: string,
  from: number,
  quote: string,
  backslashes: 'plain' | 'escape' | 'unsure',
): number | undefined {
  let segment = from;
  for (;;) {
    const close = sql.indexOf(quote, segment);
    if (close < 0) {
      return undefined;
    }
    const escaped =
      backslashes !== 'plain' && endsInOddBackslashes(sql, segment, close);
    if (escaped && backslashes === 'unsure') {
      return undefined;
    }
    if (escaped) {
      segment = close + 1;
    } else if (sql[close + 1] === quote) {
      segment = close + 2;
    } else {
      return close + 1;
    }
  }
}

function endsInOddBackslashes(sql: string, from: number, to: number): boolean {
  let at = to;
  while (at > from && sql[at - 1] === '\\') {
    at -= 1;
  }
  return (to - at) % 2 === 1;
}

/**
 * Where the identifier ends whose content begins at `from`, its last quote
 * included; `undefined` where it is none.
 *
 * @internal
 */
export function endOfName(
  sql: string,
  from: number,
  quote: string,
): number | undefined {
  const text = sql.slice(from, from + longestName);
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === quote) {
      if (quote === ']' || sql[from + at + 1] !== quote) {
        return from + at + 1;
      }
      at += 1;
    }
  }
  return undefined;
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/**
 * Where the string ends that begins at `from` with `$$` or `$tag$`: `false`
 * where none begins, `undefined` where it has no end.
 *
 * @internal
 */
export function endOfDollarString(
  sql: string,
  from: number,
): number | false | undefined {
  dollarTag.lastIndex = from;
  const tag = dollarTag.exec(sql)?.[0];
  if (tag === undefined) {
    return false;
  }
  const close = sql.indexOf(tag, from + tag.length);
  return close < 0 ? undefined : close + tag.length;
}

/**
 * Where the comment ends that begins at `from` with `/*`; `undefined` where it
 * has no end.
 *
 * @internal
 */
export function endOfComment(
  sql: string,
  from: number,
  nested: boolean,
): number | undefined {
  let depth = 1;
  // By single signs: to search for each of the two would not be linear.
  for (let at = from + 2; at < sql.length - 1; at += 1) {
    if (sql[at] === '*' && sql[at + 1] === '/') {
      depth -= 1;
      at += 1;
    } else if (nested && sql[at] === '/' && sql[at + 1] === '*') {
      depth += 1;
      at += 1;
    }
    if (depth === 0) {
      return at + 1;
    }
  }
  return undefined;
}
