import { expect, test as setup } from '@playwright/test';
import { root } from '../../scripts/places';
import { addPlugin, createPortal, installPortal } from './create';
import { packages, packPackage, tarballOf } from './packages';
import { portalFolder } from './places';
import { runLogged } from './program';
import { filesIn, readFrom } from './tarball';

// Each needs the one before; after a failure the rest is skipped.
setup.describe.configure({ mode: 'serial' });

setup('the packages compile', async () => {
  await runLogged('yarn', ['tsc'], { cwd: root, log: 'pack' });
});

for (const name of packages) {
  setup(`${name} packs what its users need, and nothing else`, async () => {
    await packPackage(name);
    const tarball = tarballOf(name);
    const files = filesIn(tarball);
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'package.json', 'dist/index.d.ts']),
    );
    expect(
      files.filter(file =>
        /(^|\/)(src|__testUtils__|fixtures)\/|\.test\./.test(file),
      ),
    ).toEqual([]);

    const content = JSON.parse(readFrom(tarball, 'package.json'));
    for (const entry of [content.main, content.types]) {
      expect(files).toContain(entry.replace(/^\.\//, ''));
    }
    expect(content.private).toBeUndefined();
    expect(Object.keys(content.dependencies)).not.toContain('postgres-server');
    expect(Object.values(content.dependencies).join()).not.toContain(
      'workspace:',
    );
    if (content.configSchema) {
      expect(files).toContain(content.configSchema);
    }
  });
}

setup('the template makes a portal', async () => {
  await createPortal();
});

setup('the portal installs the packages', async () => {
  addPlugin();
  await installPortal();
});

setup('the portal passes its type check', async () => {
  await runLogged('yarn', ['tsc'], { cwd: portalFolder(), log: 'tsc' });
});

setup('the app builds with the page in it', async () => {
  await runLogged('yarn', ['workspace', 'app', 'build'], {
    cwd: portalFolder(),
    log: 'app-build',
  });
});
