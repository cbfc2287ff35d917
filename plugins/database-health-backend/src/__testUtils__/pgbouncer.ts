import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { accountOf, freePort, type PostgresServer } from 'postgres-server';
import { eventually } from './eventually';

/** Debian: `apt-get install pgbouncer`. */
const program = ['/usr/sbin/pgbouncer', 'pgbouncer'].find(path => {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** Whether this machine has a PgBouncer. */
export const pgbouncerAvailable = program !== undefined;

/** A connection pooler in front of a server, for its superuser. */
export interface Pgbouncer {
  readonly port: number;
  dispose(): Promise<void>;
}

export async function startPgbouncer(
  { port: serverPort, user, password }: PostgresServer,
  poolMode: 'session' | 'transaction',
): Promise<Pgbouncer> {
  const account = accountOf({ user: 'postgres', program: 'PgBouncer' });
  const port = await freePort();
  const folder = mkdtempSync('/tmp/pgbouncer-');
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    if (account) {
      chownSync(path, account.uid, account.gid);
    }
    return path;
  };
  if (account) {
    chownSync(folder, account.uid, account.gid);
  }
  const users = file('users', `"${user}" "${password}"\n`);
  const settings = file(
    'settings',
    `[databases]
* = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = ${poolMode}
max_client_conn = 500
default_pool_size = 20
`,
  );
  const child = spawn(program!, [settings], {
    stdio: 'ignore',
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  await eventually(() => answers(port, child));
  return {
    port,
    async dispose() {
      const ended = once(child, 'exit');
      if (child.exitCode === null && child.kill('SIGTERM')) {
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await Promise.race([
      once(socket, 'connect'),
      once(child, 'exit').then(() => {
        throw new Error('PgBouncer has ended');
      }),
    ]);
  } finally {
    socket.destroy();
  }
}
