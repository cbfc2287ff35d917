import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  type PostgresMajor,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { asSuperuser } from '../engines/__testUtils__/postgresSubjects';

/** A server that is reached by several names, and by its socket. */
export interface ReachableServer {
  readonly server: PostgresServer;
  /** What `pg` and Knex take as `host`. */
  readonly hosts: readonly string[];
  dispose(): Promise<void>;
}

export async function startReachable(
  major: PostgresMajor = 18,
): Promise<ReachableServer> {
  // The path of a socket must be short.
  const sockets = mkdtempSync('/tmp/pg-');
  chmodSync(sockets, 0o777);
  const server = await startPostgres({
    major,
    settings: { listen_addresses: '*', unix_socket_directories: sockets },
  });
  // The name of a machine may be that of an address beyond loopback.
  appendFileSync(
    join(server.dataDirectory, 'pg_hba.conf'),
    'host all all samenet scram-sha-256\n',
  );
  await asSuperuser(server, 'select pg_reload_conf()');
  return {
    server,
    hosts: ['localhost', '127.0.0.1', '::1', hostname(), sockets],
    async dispose() {
      await server.dispose();
      rmSync(sockets, { recursive: true, force: true });
    },
  };
}
