import { chromiumPath } from '../../e2e/chromium';
import { runProgram } from './program';

const apt = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

/** Whether there is a browser to test with; installs Debian's where that is possible. */
export async function hasBrowser(): Promise<boolean> {
  if (chromiumPath()) {
    return true;
  }
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log('There is no Chromium: installing it with apt-get');
    await runProgram('apt-get', ['update'], apt);
    await runProgram(
      'apt-get',
      [
        'install',
        '--yes',
        '--no-install-recommends',
        'chromium',
        'fonts-dejavu-core',
      ],
      apt,
    );
  }
  return chromiumPath() !== undefined;
}
