import { join } from 'node:path';
import { root } from '../../scripts/places';
import { runFolder } from './places';
import { runLogged } from './program';

/** The packages as npm will have them, in the order in which they build. */
export const packages = [
  'backstage-plugin-database-health-common',
  'backstage-plugin-database-health-node',
  'backstage-plugin-database-health-backend',
  'backstage-plugin-database-health-backend-module-notifications',
  'backstage-plugin-database-health',
] as const;

/** Name of one of the packages. */
export type PackageName = (typeof packages)[number];

/** Where the tarball of a package lies. */
export function tarballOf(name: PackageName): string {
  return join(runFolder(), `${name}.tgz`);
}

/** Builds a package and makes its tarball, as publishing does. */
export async function packPackage(name: PackageName): Promise<void> {
  const cwd = join(root, 'plugins', name.replace('backstage-plugin-', ''));
  await runLogged('yarn', ['build'], { cwd, log: 'pack' });
  await runLogged('yarn', ['pack', '--out', tarballOf(name)], {
    cwd,
    log: 'pack',
  });
}
