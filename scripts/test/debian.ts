import { runProgram } from './program';

const apt = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

/** Whether this is Linux and we are root: elsewhere nothing is installed. */
const mayInstall = process.platform === 'linux' && process.getuid?.() === 0;

/** Installs packages of Debian where that is possible; `what` is for people. */
export async function installPackages(
  what: string,
  ...names: string[]
): Promise<void> {
  if (mayInstall) {
    console.log(`There is no ${what}: installing it with apt-get`);
    await runProgram('apt-get', ['update'], apt);
    await runProgram(
      'apt-get',
      ['install', '--yes', '--no-install-recommends', ...names],
      apt,
    );
  }
}
