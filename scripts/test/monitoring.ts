import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './debian';

/** The programs, which are named as their packages of Debian. */
const programs = ['prometheus', 'prometheus-alertmanager'];

/**
 * Installs Prometheus and Alertmanager where they are missing, that is possible, and
 * starts no service: in a container. Without them, what needs them is skipped.
 */
export async function installMonitoring(): Promise<void> {
  const missing = programs.filter(program => !isInstalled(program));
  if (missing.length > 0 && !existsSync('/run/systemd/system')) {
    await installPackages(missing.join(' and no '), ...missing);
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
