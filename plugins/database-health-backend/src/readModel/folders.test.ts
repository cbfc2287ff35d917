import type { Ledger } from 'backstage-plugin-database-health-common';
import { withoutPlaces } from './folders';

const name = '@backstage/plugin-catalog-backend';

function told(directory: string | null, owner: string | null = name) {
  const source = { package: owner, directory };
  const ledger = { table: 'knex_migrations', source } as Ledger;
  return withoutPlaces(ledger).source;
}

describe('withoutPlaces', () => {
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
    expect(withoutPlaces({ source: null } as Ledger)).toEqual({ source: null });
  });

  it('hides the folders of all that share a ledger', () => {
    const source = { package: name, directory: '/home/jane/a/migrations' };
    expect(
      withoutPlaces({ source, otherSources: [source] } as unknown as Ledger)
        .otherSources,
    ).toEqual([{ package: name, directory: 'migrations' }]);
  });
});
