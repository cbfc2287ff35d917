import type { Ledger } from 'backstage-plugin-database-health-common';
import { knexLine } from 'backstage-plugin-database-health-node';
import { ledgerWithoutPlaces, linesWithoutPlaces } from './folders';

const name = '@backstage/plugin-catalog-backend';

function told(directory: string | null, owner: string | null = name) {
  const source = { package: owner, directory };
  const ledger = { table: 'knex_migrations', source } as Ledger;
  return ledgerWithoutPlaces(ledger).source;
}

describe('ledgerWithoutPlaces', () => {
  it.each([
    [`/app/node_modules/${name}/migrations`, 'migrations'],
    [`/app/node_modules/${name}/db/migrations`, 'db/migrations'],
    [`/app/node_modules/${name}/dist/changes/of it`, 'dist/changes/of it'],
    [`/a/node_modules/${name}/node_modules/x/node_modules/${name}/m`, 'm'],
    [`C:\\app\\node_modules\\${name}\\migrations\\auth`, 'migrations/auth'],
    ['/home/jane/portal/plugins/parts/migrations', 'migrations'],
    ['/home/jane/migrations/plugins/parts/db/migrations', 'db/migrations'],
    ['/home/jane/portal/plugins/parts/migrations/auth', 'migrations/auth'],
    ['/home/jane/portal/plugins/parts/changes', 'changes'],
  ])('tells of %s only %s', (directory, part) => {
    expect(told(directory)).toEqual({ package: name, directory: part });
  });

  it('tells nothing of a machine where nobody knows the package', () => {
    expect(told('/home/jane/changes', null)).toEqual({
      package: null,
      directory: 'changes',
    });
  });

  it('leaves alone what has no folder', () => {
    expect(told(null)).toEqual({ package: name, directory: null });
    expect(ledgerWithoutPlaces({ source: null } as Ledger)).toEqual({
      source: null,
    });
  });

  it('hides the folders of all that share a ledger', () => {
    const source = { package: name, directory: '/home/jane/a/migrations' };
    expect(
      ledgerWithoutPlaces({
        source,
        otherSources: [source],
      } as unknown as Ledger).otherSources,
    ).toEqual([{ package: name, directory: 'migrations' }]);
  });
});

describe('linesWithoutPlaces', () => {
  const lineFor = (directory: string) =>
    knexLine(
      ['migrate:down', '1_a.js'],
      { table: "it's", source: { package: name, directory } },
      { engine: 'postgres', name: 'catalog', inMemory: false },
    )!;

  it.each([
    [`/app/node_modules/${name}/migrations`, `${name}>/migrations`],
    [`/a/node_modules/x/node_modules/${name}/db/m`, `${name}>/db/m`],
    [`/a b/it's/node_modules/x/it's m`, `x>/it'\\''s m`],
    [`C:\\app\\node_modules\\${name}\\migrations`, `${name}>/migrations`],
    ['/home/jane/plugins/parts/migrations', 'the package>/migrations'],
    ['/home/jane/changes', 'the package>/changes'],
  ])('puts a placeholder for %s', (directory, placeholder) => {
    const line = `npx knex migrate:down 1_a.js --migrations-directory '<folder of ${placeholder}' --migrations-table-name 'it'\\''s' --client pg --connection postgresql:///catalog`;
    expect(
      linesWithoutPlaces([lineFor(directory), lineFor(directory)].join('\n')),
    ).toBe([line, line].join('\n'));
  });

  it('leaves other lines alone', () => {
    const line = 'yarn backstage-cli repo build';
    expect(linesWithoutPlaces(line)).toBe(line);
  });
});
