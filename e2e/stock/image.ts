import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/places';
import { runFolder } from './places';
import { runLogged } from './program';

const built = join(root, 'packages', 'backend', 'dist');

/** Where the files lie that the image has in `/app`. */
export function imageFolder(): string {
  return join(runFolder(), 'image');
}

/** Builds what the image is made of, as its Dockerfile does. */
export async function buildImage(): Promise<void> {
  const inRoot = { cwd: root, log: 'image' };
  await runLogged('yarn', ['tsc'], inRoot);
  await runLogged('yarn', ['workspace', 'backend', 'build'], inRoot);
}

/** Lays the files out as they lie in the image, with what production needs of packages. */
export async function unpackImage(): Promise<void> {
  mkdirSync(imageFolder());
  copy('.yarnrc.yml', 'backstage.json', 'yarn.lock', 'package.json');
  const unpack = (name: string) =>
    run('tar', '--extract', '--gzip', '--file', join(built, name));
  await unpack('skeleton.tar.gz');
  await run('yarn', 'workspaces', 'focus', '--all', '--production');
  cpSync(join(root, 'examples'), join(imageFolder(), 'examples'), {
    recursive: true,
  });
  copy(
    'app-config.yaml',
    'app-config.production.yaml',
    'app-config.monitoring.yaml',
  );
  await unpack('bundle.tar.gz');
}

function copy(...names: string[]): void {
  for (const name of names) {
    copyFileSync(join(root, name), join(imageFolder(), name));
  }
}

function run(command: string, ...args: string[]): Promise<void> {
  return runLogged(command, args, { cwd: imageFolder(), log: 'image' });
}
