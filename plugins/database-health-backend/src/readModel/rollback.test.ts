import type { Ledger } from 'backstage-plugin-database-health-common';
import type { Identity } from '../pure/facts';
import type { Picture } from '../picture/picture';
import type { VersionRecord } from '../store';
import { toMigrations } from './migrations';
import { nothingToCompare, type RollbackSource, toRollback } from './rollback';
import { toVersions } from './versions';

function ledger(databaseId: string, ...names: string[]): Ledger {
  return {
    databaseId,
    table: 'knex_migrations',
    source: { package: databaseId, directory: `/modules/${databaseId}'s` },
    state: 'up-to-date',
    applied: names.map(name => ({ name, batch: 1, appliedAt: null })),
    pending: [],
    missing: [],
    lock: { state: 'free' },
    readAt: new Date(0).toISOString(),
  };
}

function version(id: string, ...names: string[]): VersionRecord {
  return {
    id,
    lastSeenAt: new Date(0),
    packages: { catalog: `${id}.0.0` },
    ledgers: [{ databaseId: 'catalog', ledger: 'knex_migrations', names }],
  };
}

const emptyVersion: VersionRecord = { ...version('1'), ledgers: [] };

const options = {
  versions: [],
  unread: [],
  details: true,
  identityOf: (databaseId: string): Identity => ({
    engine: 'postgres',
    name: `backstage_plugin_${databaseId}`,
    version: '18.4',
    role: 'primary',
    inMemory: false,
  }),
};

describe('toRollback', () => {
  const ledgers = [
    ledger('catalog', 'a.js', 'b.js', 'c.js'),
    ledger('auth', 'x.js'),
  ];

  it('is safe where the other version has a file for every row', () => {
    expect(
      toRollback(
        ledgers,
        { version: version('1', 'a.js', 'b.js', 'c.js') },
        options,
      ),
    ).toMatchObject({
      safe: true,
      reasons: [],
      target: { versionId: '1' },
      ledgers: [
        { databaseId: 'catalog', safe: true, missing: [], commands: [] },
      ],
    });
  });

  it('names the rows that would have no file, and the lines that undo them in order', () => {
    const {
      safe,
      reasons,
      ledgers: compared,
    } = toRollback(ledgers, { version: version('1', 'a.js') }, options);
    expect(safe).toBe(false);
    expect(reasons).toEqual([
      'catalog: 2 applied migrations of knex_migrations would have no file (c.js, b.js). Undoing drops the tables and columns that they made, with all that is in them: make a backup first.',
    ]);
    expect(compared).toEqual([
      {
        databaseId: 'catalog',
        table: 'knex_migrations',
        safe: false,
        missing: ['c.js', 'b.js'],
        commands: [
          expect.stringMatching(
            /^npx knex migrate:down --migrations-directory='\/modules\/catalog'\\''s' --migrations-table-name=knex_migrations .*backstage_plugin_catalog -- c\.js$/,
          ),
          expect.stringContaining('-- b.js'),
        ],
      },
    ]);
  });

  it('compares one plugin database with a folder', () => {
    expect(
      toRollback(
        ledgers,
        { directory: '/old', databaseId: 'auth', names: ['w.js'] },
        options,
      ),
    ).toMatchObject({
      safe: false,
      target: { directory: '/old' },
      ledgers: [{ databaseId: 'auth', missing: ['x.js'] }],
    });
  });

  it('is not safe where a ledger was not read', () => {
    const unread = { ...ledger('catalog'), unreadable: 'It is locked.' };
    expect(
      toRollback([unread], { version: version('1', 'a.js') }, options),
    ).toMatchObject({
      safe: false,
      reasons: ['catalog: knex_migrations could not be read, so nobody knows.'],
    });
  });

  it.each<[string, RollbackSource, boolean]>([
    ['a version that has some', { version: version('1', 'a.js') }, false],
    ['a version that has none', { version: emptyVersion }, true],
    [
      'its folder',
      { directory: '/a', databaseId: 'catalog', names: ['a.js'] },
      false,
    ],
    [
      'another folder',
      { directory: '/a', databaseId: 'auth', names: ['a.js'] },
      true,
    ],
  ])(
    'is not safe where no ledger of a plugin database was read, against %s',
    (_, source, safe) => {
      const picture = {
        snapshots: () => [{ database: { pluginId: 'catalog' }, known: {} }],
      } as unknown as Picture;
      const { rollback } = toMigrations(
        picture,
        { currentId: '2', versions: [] },
        { source, details: true },
      );
      expect(rollback).toMatchObject({
        safe,
        reasons: safe
          ? []
          : ['catalog: its ledgers have not been read, so nobody knows.'],
      });
    },
  );

  it('does not say safe where nothing is known', () => {
    expect(toRollback(ledgers, undefined, options)).toMatchObject({
      safe: false,
      reasons: [nothingToCompare],
      target: null,
    });
  });
});

describe('toVersions', () => {
  it('says what differs from the version that runs', () => {
    expect(toVersions([version('2'), version('1')], '2')).toMatchObject([
      { id: '2', current: true, changes: [] },
      {
        id: '1',
        current: false,
        changes: [{ package: 'catalog', version: '1.0.0', now: '2.0.0' }],
      },
    ]);
  });
});
