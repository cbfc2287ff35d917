import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/places';
import { packages, tarballOf, type PackageName } from './packages';
import { portalFolder, runFolder } from './places';
import { runLogged } from './program';

const createAppVersion = '0.9.2';
// Of Backstage 1.55.

// None of these is about the plugin. A registry may lack the newest version of a
// package, or of one of its platform packages; these are complete everywhere. And
// better-sqlite3 12 ends the whole process on Node 24.
const registryResolutions = {
  '@swc/core': '1.16.18',
  'better-sqlite3': '13.2.0',
  got: '11.8.6',
  rollup: '4.67.4',
  'unrs-resolver': '1.12.2',
};

// The template waits three days before it takes a new version, counted by the clock
// of this machine. Programs of packages would compile what the packages carry ready
// to run, or what is optional.
const installEnvironment = {
  YARN_NPM_MINIMAL_AGE_GATE: '0',
  YARN_ENABLE_SCRIPTS: 'false',
  // In CI, Yarn would refuse to write the lock file.
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  YARN_ENABLE_TELEMETRY: 'false',
};

interface PackageJson {
  version: string;
  dependencies: Record<string, string>;
  resolutions?: Record<string, string>;
}

/** Makes a portal from the template of `@backstage/create-app`. */
export async function createPortal(): Promise<void> {
  const cwd = join(runFolder(), 'create-app');
  mkdirSync(cwd);
  const files = {
    'package.json': JSON.stringify({
      private: true,
      dependencies: { '@backstage/create-app': createAppVersion },
      resolutions: { '@backstage/errors': '1.3.1' },
    }),
    '.yarnrc.yml': 'nodeLinker: node-modules\n',
    'yarn.lock': '',
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(cwd, name), content);
  }
  await runLogged('yarn', ['install'], {
    cwd,
    log: 'create',
    env: installEnvironment,
  });
  await runLogged(
    join(cwd, 'node_modules', '.bin', 'backstage-create-app'),
    ['--skip-install', '--path', portalFolder()],
    { cwd, log: 'create', env: { BACKSTAGE_APP_NAME: 'stock-portal' } },
  );
}

/**
 * Adds the plugin as the README says: two dependencies and one line. And the module of
 * notifications: one of each.
 */
export function addPlugin(): void {
  const version = (name: PackageName) => `file:${tarballOf(name)}`;
  const add = (workspace: string, name: PackageName) =>
    editPackageJson(
      join(portalFolder(), 'packages', workspace),
      ({ dependencies }) => {
        dependencies[name] = version(name);
      },
    );
  add('backend', 'backstage-plugin-database-health-backend');
  add(
    'backend',
    'backstage-plugin-database-health-backend-module-notifications',
  );
  add('app', 'backstage-plugin-database-health');

  const entry = join(portalFolder(), 'packages/backend/src/index.ts');
  const start = 'backend.start();';
  const source = readFileSync(entry, 'utf8');
  if (!source.includes(start)) {
    throw new Error(`The template's backend has no line "${start}"`);
  }
  writeFileSync(
    entry,
    source.replace(
      start,
      [
        `backend.add(import('backstage-plugin-database-health-backend'));`,
        `backend.add(import('backstage-plugin-database-health-backend-module-notifications'));`,
        start,
      ].join('\n'),
    ),
  );
}

/** Installs everything; packages that are in no registry yet come as tarballs. */
export async function installPortal(): Promise<void> {
  editPackageJson(portalFolder(), content => {
    content.resolutions = {
      ...content.resolutions,
      ...releaseOfTemplate(),
      ...registryResolutions,
      ...Object.fromEntries(
        packages.map(name => [name, `file:${tarballOf(name)}`]),
      ),
    };
  });
  await runLogged('yarn', ['install'], {
    cwd: portalFolder(),
    log: 'install',
    env: installEnvironment,
  });
}

/**
 * The packages of the release of Backstage that the template was made of, and of which
 * the checkout is: within their ranges lie those of later ones, which do not work with
 * each other. The template names the least of each that it adds, which is that of the
 * release; the checkout has what those depend on.
 */
function releaseOfTemplate(): Record<string, string> {
  const scope = join(root, 'node_modules', '@backstage');
  const installed = readdirSync(scope).map(name => {
    const { version } = readJson(join(scope, name));
    return [`@backstage/${name}`, version];
  });
  const added = ['app', 'backend'].flatMap(workspace =>
    Object.entries(
      readJson(join(portalFolder(), 'packages', workspace)).dependencies,
    )
      .filter(([name]) => name.startsWith('@backstage/'))
      .map(([name, range]) => [name, range.replace('^', '')]),
  );
  return Object.fromEntries([...installed, ...added]);
}

function readJson(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function editPackageJson(
  folder: string,
  edit: (content: PackageJson) => void,
): void {
  const content = readJson(folder);
  edit(content);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(content, null, 2));
}
