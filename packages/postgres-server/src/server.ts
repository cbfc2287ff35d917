import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { serverAccount } from './account';
import { binariesOf } from './binaries';
import { guard } from './guard';
import { initialize, initializeTemporary, superuser } from './initialize';
import { freePort, startOnFreePort } from './port';
import { type Postmaster, startPostmaster } from './postmaster';
import { makePrivateFolder } from './privateFolder';
import { canPostgresUse, temporaryFolder } from './reach';
import type { PostgresServer, StartPostgresOptions } from './types';

const host = '127.0.0.1';

// A temporary server forgets its data anyhow, so it need not wait for the disk. It
// still hands every commit to the system first, so that `kill` loses none.
// With `mmap`, what a killed server leaves of its shared memory goes with its data.
const temporarySettings = {
  fsync: 'off',
  full_page_writes: 'off',
  dynamic_shared_memory_type: 'mmap',
};

const portTaken = /could not bind|address already in use/i;

/**
 * Starts a real PostgreSQL server on the loopback interface and waits until it
 * accepts connections. It never outlives this process.
 *
 * @throws Error when the major is not installed, when the data belong to another
 * major, or when the server does not come up (with the tail of its log).
 *
 * @public
 */
export async function startPostgres(
  options: StartPostgresOptions = {},
): Promise<PostgresServer> {
  const { major = 18, settings = {} } = options;
  const binaries = binariesOf(major);
  const account = serverAccount();
  const { temporary, data } = prepareFolders(options.dataDirectory);
  let port = options.port ?? (await freePort());
  let postmaster: Postmaster | undefined;

  const releaseGuard = guard({
    pgCtl: binaries.pgCtl,
    dataDirectory: data,
    temporaryFolder: temporary,
    account,
  });

  const allSettings = () => ({
    listen_addresses: host,
    port: String(port),
    // TCP only: the path of a socket may be longer than the system allows.
    unix_socket_directories: '',
    ...(temporary && temporarySettings),
    ...settings,
  });

  const start = async () => {
    postmaster ??= await startPostmaster({
      program: binaries.postgres,
      dataDirectory: data,
      account,
      arguments: Object.entries(allSettings()).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ]),
    });
  };

  const end = async (signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => {
    await postmaster?.end(signal);
    postmaster = undefined;
  };

  const dispose = async () => {
    // What a shutdown in order would write of a temporary server is deleted.
    await end(temporary ? 'SIGQUIT' : 'SIGINT');
    if (temporary) {
      rmSync(temporary, { recursive: true, force: true });
    }
    releaseGuard();
  };

  try {
    await (temporary ? initializeTemporary : initialize)({
      binaries,
      major,
      dataDirectory: data,
      account,
    });
    await (options.port === undefined
      ? startOnFreePort(start, {
          portTaken,
          move: to => {
            port = to;
          },
        })
      : start());
  } catch (error) {
    await dispose();
    throw error;
  }

  const connection = (database = 'postgres') => ({
    host,
    port,
    ...superuser,
    database,
  });

  return {
    major,
    host,
    port,
    ...superuser,
    dataDirectory: data,
    connection,
    connectionString(database = 'postgres') {
      const { user, password } = superuser;
      return `postgresql://${user}:${password}@${host}:${port}/${database}`;
    },
    start,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    pause: () => postmaster?.pause(),
    resume: () => postmaster?.resume(),
    dispose,
  };
}

function prepareFolders(dataDirectory: string | undefined) {
  if (dataDirectory === undefined) {
    const temporary = mkdtempSync(join(temporaryFolder(), 'postgres-'));
    makePrivateFolder(temporary, serverAccount());
    return { temporary, data: join(temporary, 'data') };
  }
  const data = resolve(dataDirectory);
  if (!canPostgresUse(data)) {
    throw new Error(
      `PostgreSQL runs as the user "postgres" when started by root, and that user may not enter ${data}`,
    );
  }
  return { temporary: undefined, data };
}
