import createKnex from 'knex';
import {
  type OpenSetup,
  engineSetups,
} from '../ledgers/__testUtils__/engineSetups';
import { sqlOf } from './sql';

/** Every way in which a session may read what is in quotes. */
const settings = {
  postgres: [
    'set standard_conforming_strings = on',
    'set standard_conforming_strings = off',
  ],
  mysql: [
    "set sql_mode = ''",
    "set sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'",
  ],
  sqlite: ['select 1'],
};

const names = [
  'plain.js',
  "it's.js",
  "t\\'; drop table victim; --",
  '\\',
  "\\\\'",
  "'; drop table victim; --",
  '"; drop table victim; --',
  '`; drop table victim; --',
  'a\nb\tc',
  'a\u202Ejs.b',
  '\u2066é文字🙂\u{E0041}',
];

describe.each(engineSetups)('On $name', ({ engine, open }) => {
  let setup: OpenSetup;

  beforeAll(async () => {
    setup = await open();
  });
  afterAll(() => setup?.close());

  it.each(settings[engine])('a literal is its value after "%s"', async how => {
    const subject = await setup.kind.create('literals');
    const { client: knex, connection } = subject.client.client.config;
    const client = createKnex({
      client: knex,
      connection: { ...connection, password: connection.password },
      useNullAsDefault: true,
      // One connection, which has the setting.
      pool: { min: 1, max: 1 },
    });
    const { literal, isNamed } = sqlOf(engine);
    try {
      await client.schema.dropTableIfExists('names');
      await client.raw(
        `create table names (name varchar(255)${
          engine === 'mysql' ? ' character set utf8mb4' : ''
        })`,
      );
      await client('names').insert(names.map(name => ({ name })));
      await client.raw(how);
      for (const name of names) {
        const line = `delete from names where ${isNamed([name])}`;
        expect(line).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
        await client.raw(line);
        expect(await client('names').pluck('name')).not.toContain(name);
      }
      expect(await client('names')).toEqual([]);
      const values = names.map(name => `(${literal(name)})`).join(', ');
      await client.raw(`insert into names (name) values ${values}`);
      expect(await client('names').pluck('name')).toEqual(names);
      await client.raw(`delete from names where ${isNamed(names)}`);
      expect(await client('names')).toEqual([]);

      await client('names').insert([{ name: 'A.js' }, { name: 'a.js' }]);
      await client.raw(`delete from names where ${isNamed(['A.js'])}`);
      expect(await client('names').pluck('name')).toEqual(['a.js']);
    } finally {
      await client.destroy();
      await subject.dispose();
    }
  });
});
