import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { portalFolder } from './places';

/** A package that brings a backend plugin, or a module of one. */
interface PluginPackage {
  name: string;
  folder: string;
  role: string;
  pluginId: string;
}

const backendFolder = () => join(portalFolder(), 'packages', 'backend');

const migrationsOfBackstage: Record<string, string> = {
  backstage_backend_public_keys__knex_migrations: 'auth',
  backstage_backend_tasks__knex_migrations: 'scheduler',
};

/** What the backend adds, line by line. */
export function addedPackages(): PluginPackage[] {
  const source = readFileSync(join(backendFolder(), 'src', 'index.ts'), 'utf8');
  const added = source.matchAll(/^backend\.add\(\s*import\('([^']+)'\)/gm);
  return pluginPackages([...added].map(([, name]) => name));
}

/** What the backend depends on. */
export function dependentPackages(): PluginPackage[] {
  const { dependencies } = JSON.parse(
    readFileSync(join(backendFolder(), 'package.json'), 'utf8'),
  );
  return pluginPackages(
    Object.keys(dependencies).filter(name => name !== 'app'),
  );
}

/** Ids of the plugins among packages, by name. */
export function pluginIds(packages: PluginPackage[]): string[] {
  return packages
    .filter(({ role }) => role === 'backend-plugin')
    .map(({ pluginId }) => pluginId)
    .sort();
}

/**
 * The folders that may hold the migrations of a ledger, from the packages on disk:
 * those of Backstage itself, or those of the plugin and its modules.
 */
export function migrationFolders(
  packages: PluginPackage[],
  pluginId: string,
  table: string,
): string[] {
  const ofBackstage = migrationsOfBackstage[table];
  const folders = ofBackstage
    ? [join(folderOf('@backstage/backend-defaults'), 'migrations', ofBackstage)]
    : packages
        .filter(candidate => candidate.pluginId === pluginId)
        .map(({ folder }) => join(folder, 'migrations'));
  return folders.filter(folder => existsSync(folder));
}

/** Names of the migration files in a folder, in the order in which they run. */
export function migrationsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.js'))
    .sort();
}

function folderOf(name: string): string {
  const require = createRequire(join(backendFolder(), 'package.json'));
  return dirname(require.resolve(`${name}/package.json`));
}

function pluginPackages(names: string[]): PluginPackage[] {
  return names.flatMap(name => {
    const folder = folderOf(name);
    const { backstage } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    const { role, pluginId } = backstage ?? {};
    return ['backend-plugin', 'backend-plugin-module'].includes(role)
      ? [{ name, folder, role, pluginId }]
      : [];
  });
}
