import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MigrationContents } from './contents';

describe('the contents of migrations', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'contents-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('are the same however lines end, and else are not', async () => {
    await writeFile(join(root, 'a.js'), 'one\ntwo é\n');
    await writeFile(join(root, 'b.js'), 'one\r\ntwo é\r\n');
    await writeFile(join(root, 'c.js'), 'one\ntwo e\n');
    const checksums = await new MigrationContents().checksumsOf(root, [
      'a.js',
      'b.js',
      'c.js',
      'none.js',
    ]);
    expect(checksums.get('b.js')).toBe(checksums.get('a.js'));
    expect(checksums.get('c.js')).not.toBe(checksums.get('a.js'));
    expect(checksums.has('none.js')).toBe(false);
  });

  it('have the version of an installed package, and none of their own folder', async () => {
    const installed = join(root, 'node_modules/@scope/plugin/dist/migrations');
    const own = join(root, 'plugins/own/migrations');
    await mkdir(installed, { recursive: true });
    await mkdir(own, { recursive: true });
    const manifest = JSON.stringify({
      name: '@scope/plugin',
      version: '3.1.0',
    });
    await writeFile(
      join(root, 'node_modules/@scope/plugin/package.json'),
      manifest,
    );
    await writeFile(
      join(root, 'node_modules/@scope/plugin/dist/package.json'),
      '{}',
    );
    await writeFile(join(root, 'plugins/own/package.json'), manifest);
    const contents = new MigrationContents();
    expect(await contents.versionOf(installed)).toBe('3.1.0');
    expect(await contents.versionOf(own)).toBeUndefined();
  });
});
