import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const appFolder = path.join(root, 'packages', 'app');
const bundle = path.join(appFolder, 'dist', 'index.html.tmpl');

const SOURCES = [
  'packages/app/src',
  'packages/app/public',
  'packages/app/package.json',
  'plugins/database-health/src',
  'plugins/database-health/package.json',
  'plugins/database-health-common/src',
  'app-config.yaml',
  'yarn.lock',
];

function newestMs(entry: string): number {
  const stats = statSync(entry);
  return stats.isDirectory()
    ? Math.max(
        stats.mtimeMs,
        ...readdirSync(entry).map(name => newestMs(path.join(entry, name))),
      )
    : stats.mtimeMs;
}

function isUpToDate(): boolean {
  return (
    existsSync(bundle) &&
    SOURCES.every(
      source => newestMs(path.join(root, source)) <= statSync(bundle).mtimeMs,
    )
  );
}

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
    path.join(root, 'node_modules', '.bin', 'backstage-cli'),
    ['package', 'build'],
    { cwd: appFolder, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) {
    throw new Error('The app could not be built');
  }
}
