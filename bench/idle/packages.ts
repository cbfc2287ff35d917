import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runLogged } from '../../e2e/stock/program';
import { outputFolder, root } from '../../scripts/places';

const names = ['common', 'node', 'backend'];

/**
 * A folder from which the packages of the plugin are found as npm has them, built,
 * and all others as in the checkout: from the sources they would be compiled with
 * each start, which no portal does.
 */
export async function builtPackages(): Promise<string> {
  const folder = join(outputFolder, 'idle');
  rmSync(folder, { recursive: true, force: true });
  await runLogged('yarn', ['tsc'], { cwd: root, log: 'idle' });
  for (const name of names) {
    const source = join(root, 'plugins', `database-health-${name}`);
    await runLogged('yarn', ['build'], { cwd: source, log: 'idle' });
    const manifest = JSON.parse(
      readFileSync(join(source, 'package.json'), 'utf8'),
    );
    const target = join(folder, 'node_modules', manifest.name);
    mkdirSync(target, { recursive: true });
    for (const part of manifest.files) {
      cpSync(join(source, part), join(target, part), { recursive: true });
    }
    writeFileSync(
      join(target, 'package.json'),
      JSON.stringify({ ...manifest, ...manifest.publishConfig }),
    );
  }
  return folder;
}
