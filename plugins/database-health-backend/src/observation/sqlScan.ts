import type { SqlShape } from './sqlShape';
import {
  endOfComment,
  endOfDollarString,
  endOfName,
  endOfString,
} from './sqlStrings';
import type { SqlSyntax } from '../pure/sqlSyntax';

// Longer words are no names.
const longestWord = 128;

const space = /[\t-\r ]+/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
// With all that sticks to it, so that no part of it is taken for a word.
const number =
  /(?:0[xX]|(?=\.?\d))(?:[\d.][eE][+-](?=\d)|[\w.$\u0080-\uffff])*/y;
const binding = /\$[\w$\u0080-\uffff]+|\?\d*/y;

/**
 * Goes through a statement once and hands a shape what it finds.
 *
 * @internal
 */
export class SqlScan {
  readonly #sql: string;
  readonly #syntax: SqlSyntax;
  readonly #shape: SqlShape;
  #at = 0;
  #spaced = false;
  #lastWord = '';

  constructor(sql: string, syntax: SqlSyntax, shape: SqlShape) {
    this.#sql = sql;
    this.#syntax = syntax;
    this.#shape = shape;
  }

  /** Whether it came to the end before the shape was too long. */
  run(longest: number): boolean {
    while (this.#at < this.#sql.length) {
      if (this.#shape.length > longest) {
        return false;
      }
      const end = this.#step();
      if (end === undefined) {
        return false;
      }
      this.#at = end;
    }
    return true;
  }

  /** Takes the next part; where it ends, `undefined` where nobody can say. */
  #step(): number | undefined {
    const blankEnd = this.#endOf(space) ?? this.#endOfAnyComment();
    if (blankEnd !== false) {
      this.#spaced = true;
      return blankEnd;
    }
    const spaced = this.#spaced;
    this.#spaced = false;
    const lastWord = this.#lastWord;
    this.#lastWord = '';

    const literalEnd = this.#endOfLiteral(lastWord);
    if (literalEnd !== false) {
      this.#shape.value(spaced);
      return literalEnd;
    }
    const sign = this.#sql[this.#at];
    const quote = this.#syntax.identifierQuotes[sign];
    const end = quote
      ? endOfName(this.#sql, this.#at + 1, quote)
      : this.#endOf(word);
    if (end !== undefined) {
      const text = this.#sql.slice(this.#at, end);
      if (!quote && text.length > longestWord) {
        return undefined;
      }
      this.#shape.word(text, spaced);
      this.#lastWord = text;
      return end;
    }
    if (quote || sign === '\0') {
      return undefined;
    }
    this.#shape.sign(sign, spaced);
    return this.#at + 1;
  }

  /** `false` where no literal and no binding begins. */
  #endOfLiteral(lastWord: string): number | undefined | false {
    const { doubleQuotedStrings, dollarStrings, escapeStrings, backslashes } =
      this.#syntax;
    const sql = this.#sql;
    const at = this.#at;
    const sign = sql[at];
    if (sign === "'" || (sign === '"' && doubleQuotedStrings)) {
      // What follows the one backslash that is sure to be no escape.
      return sql.startsWith("'\\'", at) && /^escape$/i.test(lastWord)
        ? at + 3
        : endOfString(sql, at + 1, sign, backslashes);
    }
    if (sql[at + 1] === "'" && 'bBeEnNxX'.includes(sign)) {
      const escapes = escapeStrings && 'eE'.includes(sign);
      return endOfString(sql, at + 2, "'", escapes ? 'escape' : backslashes);
    }
    if (sign === '$' && dollarStrings) {
      const end = endOfDollarString(sql, at);
      if (end !== false) {
        return end;
      }
    }
    return this.#endOf(number) ?? this.#endOf(binding) ?? false;
  }

  /** `false` where no comment begins. */
  #endOfAnyComment(): number | undefined | false {
    const { nestedComments, hashComments, dashesNeedSpace, lineEnd } =
      this.#syntax;
    const sql = this.#sql;
    const at = this.#at;
    if (sql.startsWith('/*', at)) {
      const executable =
        this.#syntax.executableComments &&
        /^M?!/.test(sql.slice(at + 2, at + 4));
      return executable ? undefined : endOfComment(sql, at, nestedComments);
    }
    const dashes =
      sql.startsWith('--', at) &&
      (!dashesNeedSpace || at + 2 >= sql.length || /[\0- ]/.test(sql[at + 2]));
    if (dashes || (hashComments && sql[at] === '#')) {
      lineEnd.lastIndex = at;
      return lineEnd.exec(sql)?.index ?? sql.length;
    }
    return false;
  }

  #endOf(part: RegExp): number | undefined {
    part.lastIndex = this.#at;
    return part.test(this.#sql) ? part.lastIndex : undefined;
  }
}
