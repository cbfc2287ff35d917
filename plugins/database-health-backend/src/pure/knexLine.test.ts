import type { Identity } from './facts';
import { type KnexLineLedger, knexLine, knexLineNeeds } from './knexLine';

type Place = KnexLineLedger;

const place = (overrides: Partial<Place> = {}): Place => ({
  table: 'knex_migrations',
  source: { package: 'p', directory: '/app/migrations' },
  ...overrides,
});

const database = (overrides: Partial<Identity> = {}): Identity => ({
  engine: 'postgres',
  name: 'backstage_plugin_catalog',
  version: '18.4',
  role: 'primary',
  inMemory: false,
  ...overrides,
});

const full = (...parameters: Parameters<typeof knexLine>) =>
  knexLine(...parameters)!.full;

describe('knexLine', () => {
  it('names the database on PostgreSQL', () => {
    expect(full(['migrate:latest'], place(), database())).toBe(
      'npx knex migrate:latest --migrations-directory=/app/migrations --migrations-table-name=knex_migrations --client pg --connection postgresql:///backstage_plugin_catalog',
    );
  });

  it('leads to the schema in schema mode', () => {
    const line = (schema: string) =>
      full(
        ['migrate:down', '1_first.js'],
        place({ schema }),
        database({ name: 'portal', schema }),
      );
    expect(line('catalog')).toBe(
      `PGOPTIONS='-c search_path="catalog"' npx knex migrate:down --migrations-directory=/app/migrations --migrations-table-name=knex_migrations --client pg --connection postgresql:///portal -- 1_first.js`,
    );
    expect(line(`it's "my" \\`)).toContain(
      `PGOPTIONS='-c search_path="it'\\''s\\ ""my""\\ \\\\"' npx`,
    );
  });

  it('takes the address of other engines from a variable', () => {
    const endOn = (engine: Identity['engine']) =>
      full(['migrate:latest'], place(), database({ engine })).replace(
        /^.* --client/,
        '--client',
      );
    expect(endOn('mysql')).toBe('--client mysql2 --connection "$DATABASE_URL"');
    expect(endOn('sqlite')).toBe(
      '--client better-sqlite3 --connection "$DATABASE_FILE"',
    );
  });

  it('hands every name to the shell as one word', () => {
    expect(
      full(
        ['migrate:down', "1 it's; rm -rf $HOME `id`.js"],
        place({
          table: 'my table',
          source: { package: null, directory: '/a b/$(id)' },
        }),
        database({ name: 'my db?x=1' }),
      ),
    ).toBe(
      `npx knex migrate:down --migrations-directory='/a b/$(id)' --migrations-table-name='my table' --client pg --connection 'postgresql:///my%20db%3Fx%3D1' -- '1 it'\\''s; rm -rf $HOME \`id\`.js'`,
    );
  });

  it.each([
    ['p', '/app/node_modules/p/migrations', 'p>/migrations'],
    ['x', "/a b/it's/node_modules/x/it's m", "x>/it'\\''s m"],
    [null, '/home/jane/changes', 'the package>/changes'],
  ])(
    'puts a placeholder for the folder of %s where that is not told',
    (name, directory, placeholder) => {
      const source = { package: name, directory };
      const lines = knexLine(
        ['migrate:down', '1_a.js'],
        place({ table: "it's", source }),
        database({ name: 'catalog' }),
      )!;
      expect(lines.withoutFolders).toBe(
        `npx knex migrate:down --migrations-directory='<folder of ${placeholder}' --migrations-table-name='it'\\''s' --client pg --connection postgresql:///catalog -- 1_a.js`,
      );
      expect(lines.full).toContain("--migrations-table-name='it'\\''s'");
      expect(lines.full).not.toContain('<folder');
    },
  );

  it.each<[string, Place, Identity]>([
    [
      'migrations that are made in code',
      place({ source: { package: 'p', directory: null } }),
      database(),
    ],
    ['a source that nobody knows', place({ source: null }), database()],
    [
      'a database in memory',
      place(),
      database({ engine: 'sqlite', inMemory: true }),
    ],
    [
      'files in several folders',
      place({
        source: { package: 'p', directory: '/a', directories: ['/a', '/b'] },
      }),
      database(),
    ],
    [
      'a ledger that another source shares',
      place({ otherSources: [{ package: 'q', directory: '/q' }] }),
      database(),
    ],
    [
      'a name that is not what it looks',
      place({ table: 'a\u202E' }),
      database(),
    ],
    [
      'a ledger in a schema of its own',
      place({ schema: 'elsewhere' }),
      database(),
    ],
    [
      'the same in schema mode',
      place({ schema: 'elsewhere' }),
      database({ schema: 'catalog' }),
    ],
  ])('has none for %s', (_, ledger, identity) => {
    expect(knexLine(['migrate:latest'], ledger, identity)).toBeUndefined();
  });
});

describe('the name of a migration in the line', () => {
  it.each([
    '--knexfile=/x/evil.js',
    '-x.js',
    '../evil.js',
    '/x/evil.js',
    '..\\evil.js',
    '.hidden.js',
    'a/b.js',
    'a',
    'a.sh',
    'a.js\n--knexfile=x',
    'a\n.js',
    'a\u202Esj.js',
  ])('is none for %j, which is no file of a source', name => {
    expect(
      knexLine(['migrate:down', name], place(), database()),
    ).toBeUndefined();
  });

  it('is none of an option', () => {
    expect(
      full(
        ['migrate:latest'],
        place({ table: '--knexfile=/x/evil.js' }),
        database(),
      ),
    ).toContain(" --migrations-table-name='--knexfile=/x/evil.js' ");
  });
});

describe('knexLineNeeds', () => {
  it('says how the line finds its way', () => {
    expect(knexLineNeeds(database())).toContain('PGHOST');
    expect(knexLineNeeds(database({ engine: 'mysql', name: 'a' }))).toBe(
      'set DATABASE_URL to the address of a, with the user of the plugin.',
    );
    expect(
      knexLineNeeds(database({ engine: 'sqlite', name: 'a.sqlite' })),
    ).toBe('set DATABASE_FILE to the path of a.sqlite.');
  });
});
