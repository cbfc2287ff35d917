import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Account, fillFromTemplate } from 'postgres-server';
import type { Installation } from './installation';

/** The superuser of every server that this package makes. They listen on loopback only. */
export const superuser = { user: 'root', password: 'mysql' };

/** Of the first start and of all others: the size of the log must not change. */
export const commonSettings = {
  // The programs read no configuration of the machine, so all is said here.
  innodb_log_file_size: '8M',
  innodb_buffer_pool_size: '64M',
  // The data are forgotten anyhow, so nothing need wait for the disk.
  innodb_flush_log_at_trx_commit: '0',
  innodb_doublewrite: '0',
};

const systemTables = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
];

// A server that bootstraps knows no accounts until it is told to read them.
const superuserSql = `
flush privileges;
alter user '${superuser.user}'@'localhost' identified by '${superuser.password}', '${superuser.user}'@'127.0.0.1' identified by '${superuser.password}';
`;

/** Settings as the command line of the server takes them. */
export function commandLine(settings: Record<string, string>): string[] {
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}

interface ToInitialize {
  installation: Installation;
  dataDirectory: string;
  account?: Account;
}

/**
 * Fills an empty folder with the system tables.
 *
 * @param options - `beside` is the folder of temporary files.
 *
 * @throws Error with the server's own words when it fails.
 */
export async function initialize(
  options: ToInitialize & { beside: string },
): Promise<void> {
  const { installation, dataDirectory, account, beside } = options;
  await fillFromTemplate(
    dataDirectory,
    {
      name: `mariadb-${installation.version}`,
      madeFrom: [commonSettings, systemTables, superuserSql],
      make: folder => bootstrap({ ...options, dataDirectory: folder }),
    },
    { beside, account },
  );
}

/** Without Debian's `mariadb-install-db`, which needs programs of other packages. */
async function bootstrap(options: ToInitialize): Promise<void> {
  const { installation, dataDirectory, account } = options;
  const sql = [
    'create database mysql;\nuse mysql;\nset @auth_root_socket = null;\n',
    ...systemTables.map(name =>
      readFileSync(join(installation.systemTables, name), 'utf8'),
    ),
    superuserSql,
  ];
  const server = spawn(
    installation.program,
    [
      '--no-defaults',
      '--bootstrap',
      ...commandLine({
        datadir: dataDirectory,
        // A server that starts deletes what looks as if it had been left there.
        tmpdir: dirname(dataDirectory),
        ...commonSettings,
      }),
    ],
    { ...account, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] },
  );
  // It may end before it has read all; its exit code says so.
  server.stdin.on('error', () => {});
  server.stdin.end(sql.join('\n'));
  const [log, [code]] = await Promise.all([
    text(server.stderr),
    once(server, 'close'),
  ]);
  if (code !== 0) {
    throw new Error(
      `The system tables of MariaDB could not be made in ${dataDirectory}:\n${log}`,
    );
  }
}
