import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Account, accountOf, freePort } from 'postgres-server';
import { type Daemon, startDaemon } from './daemon';
import { guard } from './guard';
import {
  commandLine,
  COMMON_SETTINGS,
  initialize,
  SUPERUSER,
} from './initialize';
import { installation } from './installation';
import type { MariadbServer, StartMariadbOptions } from './types';

const HOST = '127.0.0.1';

// Debian's own package has this user, too.
const ACCOUNT = { user: 'mysql', program: 'MariaDB' };

// A folder that every account may enter, unlike that of `TMPDIR`.
const TEMPORARY_FOLDER = '/tmp';

// Another process may take the free port before the server does.
const PORT_ATTEMPTS = 5;
const PORT_TAKEN = /Address already in use/i;

function makeFolders(account?: Account) {
  const temporaryFolder = mkdtempSync(path.join(TEMPORARY_FOLDER, 'mariadb-'));
  const dataDirectory = path.join(temporaryFolder, 'data');
  mkdirSync(dataDirectory);
  if (account) {
    chownSync(temporaryFolder, account.uid, account.gid);
    chownSync(dataDirectory, account.uid, account.gid);
  }
  return { temporaryFolder, dataDirectory };
}

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
  const account = accountOf(ACCOUNT);
  const { temporaryFolder, dataDirectory } = makeFolders(account);
  const pidFile = path.join(temporaryFolder, 'pid');
  let port = await freePort();
  let daemon: Daemon | undefined;

  const releaseGuard = guard({ pidFile, temporaryFolder, account });

  const start = async () => {
    daemon ??= await startDaemon({
      program,
      account,
      logFile: path.join(temporaryFolder, 'log'),
      arguments: [
        '--no-defaults',
        ...commandLine({
          datadir: dataDirectory,
          pid_file: pidFile,
          tmpdir: temporaryFolder,
          bind_address: HOST,
          port: String(port),
          // TCP only: the path of a socket may be longer than the system allows.
          socket: '',
          skip_name_resolve: 'on',
          ...COMMON_SETTINGS,
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

  const startOnFreePort = async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await start();
        return;
      } catch (error) {
        if (attempt === PORT_ATTEMPTS || !PORT_TAKEN.test(String(error))) {
          throw error;
        }
        port = await freePort();
      }
    }
  };

  try {
    await initialize({
      installation: { program, systemTables, version },
      dataDirectory,
      account,
    });
    await startOnFreePort();
  } catch (error) {
    await dispose();
    throw error;
  }

  return {
    version,
    host: HOST,
    port,
    ...SUPERUSER,
    dataDirectory,
    connection: database => ({
      host: HOST,
      port,
      ...SUPERUSER,
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
