import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/places';

const appFolder = join(root, 'packages', 'app');
const bundle = join(appFolder, 'dist', 'index.html.tmpl');

const sources = [
  'packages/app/src',
  'packages/app/public',
  'packages/app/package.json',
  'plugins/database-health/src',
  'plugins/database-health/package.json',
  'plugins/database-health-common/src',
  'app-config.yaml',
  'yarn.lock',
];

/**
 * Builds the app that the backend serves, unless nothing has changed since the last
 * time.
 */
export function buildAppWhenStale(): void {
  if (isUpToDate()) {
    return;
  }
  console.log('Building the app…');
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'backstage-cli'),
    ['package', 'build'],
    { cwd: appFolder, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) {
    throw new Error('The app could not be built');
  }
}

function newestMs(entry: string): number {
  const stats = statSync(entry);
  return stats.isDirectory()
    ? Math.max(
        stats.mtimeMs,
        ...readdirSync(entry).map(name => newestMs(join(entry, name))),
      )
    : stats.mtimeMs;
}

function isUpToDate(): boolean {
  return (
    existsSync(bundle) &&
    sources.every(
      source => newestMs(join(root, source)) <= statSync(bundle).mtimeMs,
    )
  );
}
