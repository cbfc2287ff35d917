import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './debian';

/** The programs that tests start beside PostgreSQL, with their packages of Debian. */
const programs = [
  ['mariadbd', 'mariadb-server-core'],
  ['pgbouncer', 'pgbouncer'],
  ['prometheus', 'prometheus'],
  ['prometheus-alertmanager', 'prometheus-alertmanager'],
];

/**
 * Installs what is missing of MariaDB, PgBouncer, Prometheus and Alertmanager where
 * that is possible and starts no service: in a container. Without them, what needs
 * them is skipped.
 */
export async function installServers(): Promise<void> {
  const missing = programs.flatMap(([program, name]) =>
    isInstalled(program) ? [] : [name],
  );
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
