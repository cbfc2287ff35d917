// Longer rows and selects are kept one by one: to compare them has its cost.
const longestGroup = 64;
const longestSelect = 400;

/** What stands for every literal and every binding. */
const anyValue = '?';

const wordsAfterSelects = new Set(['union', 'where', 'on', 'returning']);

interface Token {
  readonly text: string;
  readonly spaced: boolean;
}

/**
 * Puts the signs of a statement together so that lists of values, rows of
 * values and selects of values are the same however long they are.
 *
 * @internal
 */
export class SqlShape {
  readonly #tokens: Token[] = [];
  /** Where the parentheses were opened that are open. */
  readonly #open: number[] = [];
  /** The last group that was closed, by the number of those around it. */
  readonly #closed: ({ start: number; end: number } | undefined)[] = [];
  #lastUnion: number | undefined;
  #length = 0;

  /** Characters that it has so far. */
  get length(): number {
    return this.#length;
  }

  /** A literal or a binding. */
  value(spaced: boolean): void {
    const spacedSign = this.#dropSign();
    const before = this.#at(-1);
    if (before === anyValue) {
      return;
    }
    if (before === ',' && this.#at(-2) === anyValue) {
      this.#truncate(this.#tokens.length - 1);
      return;
    }
    this.#push(anyValue, spacedSign ?? spaced);
  }

  /** A keyword or an identifier. */
  word(text: string, spaced: boolean): void {
    const keyword = text.toLowerCase();
    if (wordsAfterSelects.has(keyword)) {
      this.#foldSelect();
    }
    this.#push(text, spaced);
    if (keyword === 'union') {
      this.#lastUnion = this.#tokens.length - 1;
    }
  }

  /** One sign that is none of the others. */
  sign(text: string, spaced: boolean): void {
    if (text === '(') {
      this.#open.push(this.#tokens.length);
      this.#closed[this.#open.length] = undefined;
    }
    this.#push(text, spaced);
    if (text === ')') {
      this.#closeGroup();
    }
  }

  /** The statement as it is so far. */
  toString(): string {
    this.#foldSelect();
    let text = '';
    let previous = '(';
    for (const token of this.#tokens) {
      text += isSpaced(previous, token) ? ` ${token.text}` : token.text;
      previous = token.text;
    }
    return text;
  }

  /** `-1` is a value, `a - 1` is not; whether there was space before it. */
  #dropSign(): boolean | undefined {
    const sign = this.#tokens[this.#tokens.length - 1];
    if (sign?.text !== '-' && sign?.text !== '+') {
      return undefined;
    }
    const before = this.#at(-2);
    if (before !== undefined && !/^[(,=<>[*/%|+-]$/.test(before)) {
      return undefined;
    }
    this.#truncate(this.#tokens.length - 1);
    return sign.spaced;
  }

  /** `(?, a), (?, a)` becomes `(?, a)`. */
  #closeGroup(): void {
    const start = this.#open.pop();
    const end = this.#tokens.length;
    if (start === undefined) {
      return;
    }
    const last = this.#closed[this.#open.length];
    const length = end - start;
    if (
      last?.end === start - 1 &&
      this.#tokens[last.end].text === ',' &&
      last.end - last.start === length &&
      length <= longestGroup &&
      this.#isSame(last.start, start, length)
    ) {
      this.#truncate(last.end);
    } else {
      this.#closed[this.#open.length] = { start, end };
    }
  }

  /** `select ? union all select ?`, as SQLite inserts rows, becomes `select ?`. */
  #foldSelect(): void {
    const union = this.#lastUnion;
    this.#lastUnion = undefined;
    if (union === undefined || this.#at(union + 1)?.toLowerCase() !== 'all') {
      return;
    }
    const start = union + 2;
    const length = this.#tokens.length - start;
    if (
      length > 0 &&
      length <= Math.min(longestSelect, union) &&
      this.#isSame(union - length, start, length)
    ) {
      this.#truncate(union);
    }
  }

  #isSame(first: number, second: number, length: number): boolean {
    for (let i = 0; i < length; i += 1) {
      if (this.#tokens[first + i].text !== this.#tokens[second + i].text) {
        return false;
      }
    }
    return true;
  }

  /** The text at an index, from the end where it is negative. */
  #at(index: number): string | undefined {
    return this.#tokens.at(index)?.text;
  }

  #push(text: string, spaced: boolean): void {
    this.#tokens.push({ text, spaced });
    this.#length += text.length + 1;
  }

  #truncate(count: number): void {
    while (this.#tokens.length > count) {
      this.#length -= this.#tokens.pop()!.text.length + 1;
    }
  }
}

function isSpaced(previous: string, { text, spaced }: Token): boolean {
  if (previous === ',') {
    return true;
  }
  return (
    spaced &&
    previous !== '(' &&
    previous !== '[' &&
    text !== ')' &&
    text !== ']' &&
    text !== ',' &&
    text !== ';'
  );
}
