import { execFileSync } from 'node:child_process';

const run = (args: string[]) =>
  execFileSync('tar', args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });

/** Paths of the files in a tarball of npm's, without the folder that all are in. */
export function filesIn(tarball: string): string[] {
  return run(['tzf', tarball])
    .trim()
    .split('\n')
    .map(file => file.replace(/^package\//, ''))
    .sort();
}

/** One file of a tarball of npm's. */
export function readFrom(tarball: string, file: string): string {
  return run(['xzOf', tarball, `package/${file}`]);
}
