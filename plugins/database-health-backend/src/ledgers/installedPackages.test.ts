import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InstalledPackages } from './installedPackages';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'database-health-'));
});

afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content = '') {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function writePackage(
  directory: string,
  manifest: object,
  migrations: string[] = [],
) {
  await write(join(directory, 'package.json'), JSON.stringify(manifest));
  for (const name of migrations) {
    await write(join(directory, name));
  }
}

const backend = (...dependencies: string[]) => ({
  name: 'backend',
  backstage: { role: 'backend' },
  dependencies: Object.fromEntries(dependencies.map(name => [name, '*'])),
});

const plugin = (name: string, pluginId: string, ...dependencies: string[]) => ({
  name,
  version: '1.2.3',
  backstage: { role: 'backend-plugin', pluginId },
  dependencies: Object.fromEntries(dependencies.map(each => [each, '*'])),
});

async function seen() {
  const packages = new InstalledPackages(join(root, 'packages/backend/src'));
  const folders = await packages.migrationFolders();
  return folders.map(({ package: { name, pluginId }, directory, names }) => [
    name,
    pluginId,
    directory.slice(root.length + 1),
    names,
  ]);
}

describe('InstalledPackages', () => {
  it('finds hoisted packages, nested ones and modules, with all their folders', async () => {
    await writePackage('packages/backend', backend('catalog', '@scope/module'));
    await writePackage(
      'node_modules/catalog',
      plugin('catalog', 'catalog', 'defaults', 'lodash'),
      ['migrations/2_b.js', 'migrations/1_a.js', 'migrations/README.md'],
    );
    await writePackage('node_modules/lodash', { name: 'lodash' }, [
      'migrations/no.js',
    ]);
    await writePackage(
      'node_modules/catalog/node_modules/defaults',
      plugin('defaults', 'defaults'),
      ['migrations/auth/1_keys.js', 'migrations/scheduler/1_tasks.js'],
    );
    await writePackage(
      'node_modules/@scope/module',
      plugin('@scope/module', 'catalog'),
      ['db/migrations/1_m.ts'],
    );
    await writePackage('node_modules/unused', plugin('unused', 'unused'), [
      'migrations/1_u.js',
    ]);

    expect(await seen()).toEqual([
      [
        '@scope/module',
        'catalog',
        'node_modules/@scope/module/db/migrations',
        ['1_m.ts'],
      ],
      [
        'catalog',
        'catalog',
        'node_modules/catalog/migrations',
        ['1_a.js', '2_b.js'],
      ],
      [
        'defaults',
        'defaults',
        'node_modules/catalog/node_modules/defaults/migrations/auth',
        ['1_keys.js'],
      ],
      [
        'defaults',
        'defaults',
        'node_modules/catalog/node_modules/defaults/migrations/scheduler',
        ['1_tasks.js'],
      ],
    ]);
  });

  it('follows links, as workspaces and pnpm make them', async () => {
    await writePackage('packages/backend', backend('mine'));
    await writePackage('plugins/mine', plugin('mine', 'mine', 'mine'), [
      'migrations/1.js',
    ]);
    await mkdir(join(root, 'node_modules'));
    await symlink(join(root, 'plugins/mine'), join(root, 'node_modules/mine'));
    expect(await seen()).toEqual([
      ['mine', 'mine', 'plugins/mine/migrations', ['1.js']],
    ]);
  });

  it('finds nothing where there is no package', async () => {
    const packages = new InstalledPackages(join(root, 'nowhere'));
    expect(await packages.list()).toEqual([]);
  });

  it('tells versions apart', async () => {
    await writePackage('packages/backend', backend('mine'));
    await writePackage('node_modules/mine', plugin('mine', 'mine'));
    const versionId = () =>
      new InstalledPackages(join(root, 'packages/backend')).versionId();
    const before = await versionId();
    expect(await versionId()).toBe(before);
    await writePackage('node_modules/mine', {
      ...plugin('mine', 'mine'),
      version: '2.0.0',
    });
    expect(await versionId()).not.toBe(before);
  });

  it('finds the plugins of this very repository', async () => {
    const packages = new InstalledPackages(
      join(__dirname, '../../../../packages/backend'),
    );
    const folders = await packages.migrationFolders();
    const catalog = folders.find(
      ({ package: { name } }) => name === '@backstage/plugin-catalog-backend',
    );
    expect(catalog?.names).toContain('20200511113813_init.js');
    expect(folders.map(({ directory }) => directory)).toContainEqual(
      expect.stringMatching(/backend-defaults\/migrations\/scheduler$/),
    );
  });
});
