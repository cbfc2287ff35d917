import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canPostgresUse, startPostgres } from 'postgres-server';
import { assertPortIsFree, portFrom } from './ports';

/** The database that the portal runs on. */
export interface PortalDatabase {
  /** One line for people. */
  description: string;
  /** What the portal's configuration files read. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Settings of a server that the portal has to itself. Each of its 14 plugins may
 * open 10 connections (knex's default), more than PostgreSQL's default of 100.
 */
export const portalSettings = { max_connections: '200' };

const nothingToStop = async () => {};

/** In memory, one per plugin: no server, and nothing is kept. */
export function memoryDatabase(): PortalDatabase {
  return {
    description: 'SQLite in memory: nothing is kept',
    env: {},
    stop: nothingToStop,
  };
}

/**
 * The server that POSTGRES_HOST names or, without it, an embedded one that keeps
 * its data in the checkout and listens on POSTGRES_PORT or a free port.
 */
export async function postgresDatabase(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<PortalDatabase> {
  const port = portFrom(env, 'POSTGRES_PORT');
  if (env.POSTGRES_HOST) {
    return {
      description: `PostgreSQL at ${env.POSTGRES_HOST}:${port ?? 5432}`,
      env: {},
      stop: nothingToStop,
    };
  }
  if (port !== undefined) {
    await assertPortIsFree(port, 'PostgreSQL', 'POSTGRES_PORT');
  }
  const server = await startPostgres({
    dataDirectory: dataDirectory(root),
    port,
    settings: portalSettings,
  });
  return {
    description: `PostgreSQL ${server.major} at ${server.host}:${server.port}, user ${server.user}, password ${server.password}, data in ${server.dataDirectory}`,
    env: {
      POSTGRES_HOST: server.host,
      POSTGRES_PORT: String(server.port),
      POSTGRES_USER: server.user,
      POSTGRES_PASSWORD: server.password,
    },
    stop: () => server.dispose(),
  };
}

function dataDirectory(root: string): string {
  const inCheckout = join(root, '.data', 'postgres');
  if (canPostgresUse(inCheckout)) {
    return inCheckout;
  }
  const id = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const elsewhere = join(tmpdir(), `database-health-${id}`, 'postgres');
  console.log(
    `The user "postgres", whom PostgreSQL runs as when root starts it, may not enter ${root}: the data are kept in ${elsewhere}`,
  );
  return elsewhere;
}
