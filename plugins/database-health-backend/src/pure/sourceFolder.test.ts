import { folderInPackage } from './sourceFolder';

const name = '@backstage/plugin-catalog-backend';

describe('folderInPackage', () => {
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
    expect(folderInPackage({ package: name, directory })).toBe(part);
  });

  it('tells nothing of a machine where nobody knows the package', () => {
    expect(
      folderInPackage({ package: null, directory: '/home/jane/changes' }),
    ).toBe('changes');
  });
});
