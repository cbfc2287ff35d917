import type { LedgerFact } from '../pure/facts';
import { LedgerOwners, ownersOf } from './owners';
import type { InstalledPackages } from './installedPackages';
import type { MigrationFolder } from './migrationFolders';

function folder(
  name: string,
  names: string[],
  pluginId = name,
): MigrationFolder {
  return {
    package: { name, version: '1.0.0', directory: `/${name}`, pluginId },
    directory: `/${name}/migrations`,
    names,
  };
}

function ledger(fact: Partial<LedgerFact>, ...names: string[]): LedgerFact {
  return {
    table: 'knex_migrations',
    source: null,
    files: null,
    applied: names.map(name => ({ name, batch: 1, appliedAt: null })),
    lockRows: [{ index: 1, isLocked: false }],
    validationDisabled: false,
    ...fact,
  };
}

const catalog = folder('catalog', ['1_a.js', '2_b.js', '3_c.js']);
const search = folder('search', ['1_s.js', '2_t.js']);

describe('ownersOf', () => {
  const ownersFor = (names: string[], folders = [catalog, search]) =>
    ownersOf(names, 'catalog', folders).map(owner => owner.package.name);

  it.each([
    ['all of its files', ['1_a.js', '2_b.js', '3_c.js'], ['catalog']],
    ['some of its files', ['1_a.js'], ['catalog']],
    ['and a row that no file explains', ['1_a.js', 'gone.js'], ['catalog']],
    [
      'two packages in one ledger',
      ['1_a.js', '1_s.js', '2_b.js'],
      ['catalog', 'search'],
    ],
    ['mostly other rows', ['1_a.js', 'x.js', 'y.js'], []],
    ['no rows', [], []],
  ])('with %s', (_, names, owners) => {
    expect(ownersFor(names)).toEqual(owners);
  });

  it("prefers the plugin's own package where names are the same", () => {
    const init = ['20200101000000_init.js'];
    expect(
      ownersFor(init, [folder('a', init), folder('z', init, 'catalog')]),
    ).toEqual(['z']);
  });
});

describe('LedgerOwners', () => {
  const packages = {
    migrationFolders: async () => [catalog, search],
  } as Partial<InstalledPackages> as InstalledPackages;

  it('leaves alone what the plugin itself ran, and what could not be read', async () => {
    const own = ledger(
      { source: { package: 'mine', directory: '/mine' }, files: ['1_a.js'] },
      '1_a.js',
    );
    const unreadable = ledger({
      unreadable: { kind: 'locked', sentence: 'It is locked.' },
    });
    expect(
      await new LedgerOwners(packages, []).assign({ pluginId: 'catalog' }, [
        own,
        unreadable,
      ]),
    ).toEqual([own, unreadable]);
  });

  it('assigns by the names in the ledger', async () => {
    const [assigned] = await new LedgerOwners(packages, []).assign(
      { pluginId: 'catalog' },
      [ledger({}, '1_a.js', '1_s.js', '2_b.js')],
    );
    expect(assigned).toMatchObject({
      source: { package: 'catalog', directory: '/catalog/migrations' },
      otherSources: [{ package: 'search', directory: '/search/migrations' }],
      files: ['1_a.js', '2_b.js', '3_c.js', '1_s.js', '2_t.js'],
    });
  });

  it('does not assign a folder twice', async () => {
    const own = ledger(
      {
        source: { package: 'catalog', directory: '/catalog/migrations' },
        files: catalog.names,
      },
      '1_a.js',
    );
    const other = ledger({ table: 'copy' }, '1_a.js');
    const assigned = await new LedgerOwners(packages, []).assign(
      { pluginId: 'catalog' },
      [own, other],
    );
    expect(assigned[1]).toEqual(other);
  });

  it('prefers what a module added', async () => {
    const [assigned, other] = await new LedgerOwners(packages, [
      {
        pluginId: 'catalog',
        table: 'ours',
        package: 'in-code',
        getNames: async () => ['x'],
      },
    ]).assign({ pluginId: 'catalog' }, [
      ledger({ table: 'ours' }, '1_a.js'),
      ledger({}, 'y'),
    ]);
    expect(assigned).toMatchObject({
      source: { package: 'in-code', directory: null },
      files: ['x'],
    });
    expect(other.source).toBeNull();
  });

  it('takes an added source without a schema for the schema of the plugin', async () => {
    const [assigned] = await new LedgerOwners(packages, [
      { pluginId: 'catalog', package: 'ours', getNames: async () => ['x'] },
    ]).assign({ pluginId: 'catalog', schema: 'catalog' }, [
      ledger({ schema: 'catalog' }, 'x'),
    ]);
    expect(assigned.source).toEqual({ package: 'ours', directory: null });
  });

  it('knows no files where the added source fails', async () => {
    const [assigned] = await new LedgerOwners(packages, [
      { pluginId: 'catalog', getNames: () => Promise.reject(new Error('no')) },
    ]).assign({ pluginId: 'catalog' }, [ledger({}, '1_a.js')]);
    expect(assigned).toMatchObject({
      source: { package: null, directory: null },
      files: null,
    });
  });
});
