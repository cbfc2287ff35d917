import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Account,
  accountOf,
  freePort,
  startOnFreePort,
} from 'postgres-server';
import { type Daemon, startDaemon } from './daemon';
import { guard } from './guard';
import {
  commandLine,
  commonSettings,
  initialize,
  superuser,
} from './initialize';
import { installation } from './installation';
import type { MariadbServer, StartMariadbOptions } from './types';

const host = '127.0.0.1';

// Debian's own package has this user, too.
const mysqlUser = { user: 'mysql', program: 'MariaDB' };

// A folder that every account may enter, unlike that of `TMPDIR`.
const temporaryRoot = '/tmp';

const portTaken = /Address already in use/i;

/**
 * Starts a real MariaDB server on the loopback interface and waits until it
 * accepts connections. Its data go with `dispose`, or with this process.
 *
 * @throws Error when MariaDB is not installed, or when the server does not come
 * up (with the tail of its log).
 *
 * @public
 */
export async function startMariadb(
  options: StartMariadbOptions = {},
): Promise<MariadbServer> {
  const { program, systemTables, version } = installation();
  const account = accountOf(mysqlUser);
  const { temporaryFolder, dataDirectory } = makeFolders(account);
  const pidFile = join(temporaryFolder, 'pid');
  let port = await freePort();
  let daemon: Daemon | undefined;

  const releaseGuard = guard({ pidFile, temporaryFolder, account });

  const start = async () => {
    daemon ??= await startDaemon({
      program,
      account,
      logFile: join(temporaryFolder, 'log'),
      arguments: [
        '--no-defaults',
        ...commandLine({
          datadir: dataDirectory,
          pid_file: pidFile,
          tmpdir: temporaryFolder,
          bind_address: host,
          port: String(port),
          // TCP only: the path of a socket may be longer than the system allows.
          socket: '',
          skip_name_resolve: 'on',
          ...commonSettings,
          ...options.settings,
        }),
      ],
    });
  };

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await daemon?.end(signal);
    daemon = undefined;
  };

  const dispose = async () => {
    // What a shutdown in order would write is deleted.
    await end('SIGKILL');
    rmSync(temporaryFolder, { recursive: true, force: true });
    releaseGuard();
  };

  try {
    await initialize({
      installation: { program, systemTables, version },
      dataDirectory,
      account,
      beside: temporaryRoot,
    });
    await startOnFreePort(start, {
      portTaken,
      move: to => {
        port = to;
      },
    });
  } catch (error) {
    await dispose();
    throw error;
  }

  return {
    version,
    host,
    port,
    ...superuser,
    dataDirectory,
    connection: database => ({
      host,
      port,
      ...superuser,
      ...(database !== undefined && { database }),
    }),
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause: () => daemon?.pause(),
    resume: () => daemon?.resume(),
    dispose,
  };
}

function makeFolders(account?: Account) {
  const temporaryFolder = mkdtempSync(join(temporaryRoot, 'mariadb-'));
  const dataDirectory = join(temporaryFolder, 'data');
  mkdirSync(dataDirectory);
  if (account) {
    chownSync(temporaryFolder, account.uid, account.gid);
    chownSync(dataDirectory, account.uid, account.gid);
  }
  return { temporaryFolder, dataDirectory };
}
