/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One way to write a literal. */
export type Literal = (text: string, digits: string) => string;

/** Every way to write a literal, with a marker of letters or one of digits. */
export const literalSyntaxes: Record<string, Record<string, Literal>> = {
  postgresql: {
    string: text => `'${text}'`,
    'doubled quotes': text => `'it''s ${text}'' or '''`,
    'a comment in a string': text => `'-- ${text} /* '`,
    'a backslash': text => `'${text}\\n ${text}\\\\'`,
    escapes: text => `E'\\'${text}\\\\ '' ${text}\\''`,
    'small escapes': text => `e'${text}\\' -- ${text}'`,
    dollars: text => `$$ it's ${text} " $1 $$`,
    'tagged dollars': text => `$tag$ $$ '${text}' $t$ $tag$`,
    unicode: text => `U&'${text}'`,
    'national characters': text => `N'${text}'`,
    continued: text => `'${text}'\n  '${text}'`,
    bits: () => `B'1001'`,
    'hexadecimal bits': (_, digits) => `X'${digits}'`,
    'white space': text => `'\t${text}\n${text} '`,
    cast: text => `'${text}'::text`,
    number: (_, digits) => digits,
    decimal: (_, digits) => `${digits}.${digits}`,
    'leading point': (_, digits) => `.${digits}`,
    exponent: (_, digits) => `1.${digits}e-12`,
    date: () => `date '2031-12-30'`,
    interval: () => `interval '31 days'`,
    empty: () => `''`,
  },
  sqlite3: {
    string: text => `'${text}'`,
    'doubled quotes': text => `'it''s ${text}'' or '''`,
    'a backslash at the end': text => `'${text}\\'`,
    'a backslash': text => `'\\${text}\\\\ '`,
    'a comment in a string': text => `'-- ${text} /* '`,
    'white space': text => `'\t${text}\n${text} '`,
    bytes: (_, digits) => `x'${digits}'`,
    'large bytes': (_, digits) => `X'${digits}'`,
    number: (_, digits) => digits,
    hexadecimal: (_, digits) => `0x${digits}`,
    decimal: (_, digits) => `${digits}.${digits}`,
    'leading point': (_, digits) => `.${digits}`,
    exponent: (_, digits) => `1.${digits}E+12`,
    empty: () => `''`,
  },
  mysql: {
    string: text => `'${text}'`,
    'double quotes': text => `"${text}"`,
    'doubled double quotes': text => `"say ""${text}"" it's "`,
    'doubled quotes': text => `'it''s "${text}'' or '''`,
    'escaped backslashes': text => `'${text}\\\\'`,
    'escaped letters': text => `"\\n${text}\\\\\\\\"`,
    'a comment in a string': text => `'# ${text} -- /* '`,
    charset: text => `_utf8mb4'${text}'`,
    'national characters': text => `N'${text}'`,
    bits: () => `b'1001'`,
    bytes: (_, digits) => `x'${digits}'`,
    hexadecimal: (_, digits) => `0x${digits}`,
    'binary number': () => `0b101101`,
    number: (_, digits) => digits,
    decimal: (_, digits) => `${digits}.${digits}`,
    exponent: (_, digits) => `1.${digits}e-12`,
    date: () => `date '2031-12-30'`,
    empty: () => `''`,
  },
};

/** A statement of which the literals may be chosen anew. */
export interface Shape {
  render(random: () => number): { sql: string; markers: string[] };
}

const names = ['id', 'entity_ref', 't1', 'col_2b', 'état', '_x'];
const comments: Record<string, string[]> = {
  postgresql: ["/* it's /* nested */ '*/", "-- it's\n", "-- it's\r"],
  sqlite3: ["/* it's /* not nested */", "-- it's\r$$\n"],
  mysql: ["/* it's /* not nested */", "-- it's\n", '# it\'s "\n', "--\tx'\n"],
};

/** A random statement in a dialect, the same for the same numbers. */
export function generateShape(dialect: string, random: () => number): Shape {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
  const syntaxes = Object.values(literalSyntaxes[dialect]);
  const quoted = {
    postgresql: ['"It\'s"', '"a ""b"" -- c"'],
    sqlite3: ['"It\'s"', '`a``b`', '[it\'s "c"]'],
    mysql: ['`it\'s "a``b"`'],
  }[dialect]!;

  type Part = string | Literal;
  const literal = (): Part[] => [pick(syntaxes)];
  const blank = (): Part[] =>
    random() < 0.2 ? [' ', pick(comments[dialect]), ' '] : [' '];
  const name = (): Part[] => [pick([...names, ...quoted])];
  const list = (): Part[] => {
    const count = 1 + Math.floor(random() * 5);
    return Array.from({ length: count }, (_, i) => [
      ...(i > 0 ? [',', ...blank()] : []),
      ...literal(),
    ]).flat();
  };
  const operand = (depth: number): Part[] => {
    const kind = random();
    if (kind < 0.5 || depth > 3) {
      return literal();
    }
    if (kind < 0.7) {
      return name();
    }
    return kind < 0.85
      ? ['lower(', ...operand(depth + 1), ')']
      : ['(', ...operand(depth + 1), ...blank(), '+ ', ...literal(), ')'];
  };
  const condition = (depth: number): Part[] =>
    pick<() => Part[]>([
      () => [...name(), pick(['=', ' = ', ' <> ', '>=']), ...operand(depth)],
      () => [...name(), ' in (', ...list(), ')'],
      () => [...name(), ' between ', ...literal(), ' and ', ...literal()],
      () => [...name(), ' like ', ...literal(), " escape '!'"],
      () => ['not (', ...condition(depth + 1), ')'],
      () => [
        ...condition(depth + 1),
        pick([' and ', ' or ']),
        ...operand(depth),
      ],
    ])();
  const parts = pick<() => Part[]>([
    () => ['select ', ...operand(0), ', ', ...name(), ' from ', ...name()],
    () => ['insert into ', ...name(), ' values (', ...list(), ')'],
    () => ['update ', ...name(), ' set ', ...name(), '=', ...operand(0)],
  ])();
  parts.push(...blank(), 'where', ...blank(), ...condition(0));
  if (random() < 0.5) {
    parts.push(' limit ', ...literal());
  }
  return {
    render(literals) {
      const markers: string[] = [];
      const sql = parts
        .map(part => {
          if (typeof part === 'string') {
            return part;
          }
          const { text, digits } = markerOf(literals);
          markers.push(text, digits);
          return part(text, digits);
        })
        .join('');
      return { sql, markers };
    },
  };
}

/** Letters and digits that nothing else in a statement has. */
export function markerOf(random: () => number): {
  text: string;
  digits: string;
} {
  const digits = String(10_000_000 + Math.floor(random() * 89_999_999));
  return { text: `zq${digits}qz`, digits };
}
