import createKnex, { type Knex } from 'knex';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import {
  generateShape,
  type Literal,
  literalSyntaxes,
  markerOf,
  randomOf,
} from './__testUtils__/generatedSql';
import { dialectOf } from '../engines/dialects';
import { TestDatabase, testDatabases } from './__testUtils__/databases';
import { longestStatement, normaliseStatement } from './normalise';

const dialects = Object.keys(literalSyntaxes);

function normalise(sql: string, dialect = 'postgresql') {
  return normaliseStatement(sql, dialectOf({ client: { dialect } })!.syntax);
}

describe('normaliseStatement', () => {
  it.each([
    ['select * from t where id = $1', 'select * from t where id = ?'],
    ['select 1', 'select ?'],
    ["select 'a', 2, now()", 'select ?, now()'],
    ['select  a\n\t, b -- note\n from t;', 'select a, b from t;'],
    ['where id in ($1, $2, 3,\n4)', 'where id in (?)'],
    ['values ($1, now()), ($2, now())', 'values (?, now())'],
    [
      'values ($1, DEFAULT), (DEFAULT, $1)',
      'values (?, DEFAULT), (DEFAULT, ?)',
    ],
    ['a = -1 and b - 1 > +.5e3', 'a = ? and b - ? > ?'],
    ['array[1,2]::int[]', 'array[?]::int[]'],
    ["data->>'key' = 'v'", 'data->>? = ?'],
    ['"a 1"."b""2" and t1.c2', '"a 1"."b""2" and t1.c2'],
    ['a is null and b = true', 'a is null and b = true'],
    ['a$1 = $1', 'a$1 = ?'],
    ["a like $1 escape '\\' and b = 'c'", 'a like ? escape ? and b = ?'],
    ["date '2026-01-01' + interval '1 day'", 'date ? + interval ?'],
  ])('%s', (sql, expected) => {
    expect(normalise(sql)).toBe(expected);
  });

  it.each([
    ['postgresql', "a = 'b\\' c' and d = 1", 'a = ?…'],
    ['postgresql', "a = 'never ended", 'a = ?…'],
    ['postgresql', '"never ended where a = 1', '…'],
    ['postgresql', '$tag$ never ended $other$', '?…'],
    ['postgresql', 'a /* never ended /* */', 'a…'],
    ['mysql', "a = 'b\\' c' and d = 1", 'a = ?…'],
    ['mysql', 'a /*!50000 = 1 */', 'a…'],
    ['mysql', 'a /*M! = 1 */', 'a…'],
    ['sqlite3', '[never ended', '…'],
    ['sqlite3', "a = 1\0'", 'a = ?…'],
  ])('cuts off in %s what it cannot tell: %s', (dialect, sql, expected) => {
    expect(normalise(sql, dialect)).toBe(expected);
  });

  it('folds the selects with which SQLite inserts rows', () => {
    const row = 'select ? as `a`, ? as `b`';
    expect(
      normalise(
        `insert into t (a, b) ${Array(50)
          .fill(row)
          .join(' union all ')} where true on conflict do nothing`,
        'sqlite3',
      ),
    ).toBe(`insert into t (a, b) ${row} where true on conflict do nothing`);
    expect(normalise('select a union all select b', 'sqlite3')).toBe(
      'select a union all select b',
    );
  });

  it('folds lists of any length to the same', () => {
    const list = (length: number) =>
      `a in (${Array.from({ length }, (_, i) => `$${i + 1}`).join(', ')}) or b`;
    const rows = (count: number) =>
      `values ${Array(count).fill('($1, f($2))').join(', ')} returning id`;
    expect(normalise(list(10_000))).toBe(normalise(list(1)));
    expect(normalise(rows(5_000))).toBe(normalise(rows(1)));
  });

  it('cuts what is too long, and reads no further', () => {
    const columns = Array.from({ length: 1_000 }, (_, i) => `c${i}`).join(', ');
    const text = normalise(`select ${columns}`);
    expect(text.length).toBeGreaterThan(longestStatement / 2);
    expect(text.length).toBeLessThanOrEqual(longestStatement + 1);
    expect(text.endsWith('…')).toBe(true);
    expect(normalise(`values (${'1, '.repeat(3_000_000)}`)).toBe('values (?…');
    expect(normalise(`select '${'x'.repeat(10_000_000)}'`)).toBe('select ?…');
  });

  it.each(dialects)('lets no literal of %s through', dialect => {
    const random = randomOf(20260101);
    for (let i = 0; i < 5_000; i += 1) {
      const shape = generateShape(dialect, random);
      const { sql, markers } = shape.render(random);
      const text = normalise(sql, dialect);
      const leaked = markers.filter(marker => text.includes(marker));
      expect({ sql, text, leaked }).toEqual({ sql, text, leaked: [] });
      // All of it was read, and other literals give the same text.
      expect({ sql, text }).toEqual({
        sql,
        text: expect.not.stringContaining('…'),
      });
      expect({
        sql,
        text: normalise(shape.render(random).sql, dialect),
      }).toEqual({ sql, text });
    }
  });

  // As a server cuts the text of what runs, `track_activity_query_size`.
  it.each(dialects)(
    'lets no literal of %s through that is cut off',
    dialect => {
      const random = randomOf(20260102);
      for (let i = 0; i < 5_000; i += 1) {
        const { sql } = generateShape(dialect, random).render(random);
        const start = sql.slice(0, Math.floor(random() * (sql.length + 1)));
        // With as little of a marker as nothing else in the statements has.
        expect({ start, text: normalise(start, dialect) }).toEqual({
          start,
          text: expect.not.stringMatching(/zq|\d\d/),
        });
      }
    },
  );

  it.each([
    ['pg', 'postgresql'],
    ['better-sqlite3', 'sqlite3'],
    ['mysql2', 'mysql'],
  ])('lets no binding through that Knex writes for %s', (client, dialect) => {
    const knex = createKnex({ client, useNullAsDefault: true });
    const random = randomOf(20260103);
    const signs = ["'", '"', '`', '\\', '$$', '$1', '?', '/*', '*/', '--', '#'];
    signs.push('\n', '\t', '\0', '\u001a', '%', 'é', ' ', '(', ',');
    const value = () =>
      Array.from({ length: 4 }, () =>
        random() < 0.5
          ? markerOf(random).text
          : signs[Math.floor(random() * signs.length)],
      ).join('');
    for (let i = 0; i < 3_000; i += 1) {
      const whole = knex('t')
        .where({ a: value(), b: Number(markerOf(random).digits) })
        .whereIn('c', [value(), value()])
        .orWhere('d', 'like', value())
        .whereRaw('e in (?, ?)', [value(), Buffer.from(value())])
        .toString();
      const start = whole.slice(0, Math.floor(random() * 2 * whole.length));
      expect({ start, text: normalise(start, dialect) }).toEqual({
        start,
        text: expect.not.stringMatching(/zq|\d\d/),
      });
    }
  });

  it.each(dialects)('throws at nothing that is read as %s', dialect => {
    const random = randomOf(7);
    const signs = ["'", '"', '`', '$', '$a$', '/*', '*/', '--', '\\', '(', ')'];
    signs.push(
      '[',
      ']',
      ',',
      '?',
      '-',
      '.',
      '1',
      'e',
      'x',
      ' ',
      '\n',
      '\ud800',
    );
    signs.push('union all ', 'select ', '#', '\0', 'é');
    for (let i = 0; i < 20_000; i += 1) {
      const sql = Array.from(
        { length: Math.floor(random() * 30) },
        () => signs[Math.floor(random() * signs.length)],
      ).join('');
      expect(typeof normalise(sql, dialect)).toBe('string');
    }
  });

  it.each([
    "'",
    '"',
    '`',
    '$',
    '$a$',
    '/*',
    '*/',
    '(',
    '((a),',
    '\\',
    "E'\\'",
    '?,',
    'union all select ',
    'union all select a on ',
    '1e',
    '0x',
    '-',
    '--',
    '.',
    '(?),',
    '/*/',
    '$a',
    '$é',
    '[',
  ])('takes no longer per sign for many of %s', sign => {
    for (const dialect of dialects) {
      const sql = sign.repeat(Math.ceil(2_000_000 / sign.length));
      // A scanner that goes back would take hours, not the time of the test.
      expect(normalise(sql, dialect).length).toBeLessThanOrEqual(
        longestStatement + 1,
      );
    }
  });
});

// So that the statements above are what the engines take for such.
describe.each(testDatabases)('literals of $name', ({ name, start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database?.dispose());

  const dialect = name === 'SQLite' ? 'sqlite3' : 'postgresql';
  it.each(Object.entries(literalSyntaxes[dialect]))(
    '%s',
    async (_, literal) => {
      await expect(select(database.connect(), literal)).resolves.toBeDefined();
    },
  );
});

(available ? describe : describe.skip)('literals of MariaDB', () => {
  let server: MariadbServer;
  let client: Knex;
  beforeAll(async () => {
    server = await startMariadb();
    client = createKnex({ client: 'mysql2', connection: server.connection() });
  });
  afterAll(async () => {
    await client?.destroy();
    await server?.dispose();
  });

  it.each(Object.entries(literalSyntaxes.mysql))('%s', async (_, literal) => {
    await expect(select(client, literal)).resolves.toBeDefined();
  });
});

async function select(client: Knex, literal: Literal): Promise<unknown> {
  const { text, digits } = markerOf(randomOf(1));
  // Knex takes `?` for a binding.
  const sql = `select ${literal(text, digits)} as it`.replace(/\?/g, '\\?');
  return client.raw(sql);
}
