import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { portalSettings } from '../scripts/database';
import { startBackend, type RunningBackend } from './backend';
import { openOutputLog } from './outputLog';

/** What a test may wish for. */
export interface PortalOptions {
  /** Default `postgres`: an embedded PostgreSQL 18 of its own. */
  database?: 'postgres' | 'sqlite';
  /** Entity reference that guests are signed in as. Default: a platform admin. */
  guestUser?: string;
  /** With the checks of speed, which a busy machine makes sick. */
  allChecks?: boolean;
  /** Settings of the PostgreSQL server, e.g. `max_connections`. */
  postgresSettings?: Record<string, string>;
  /**
   * More variables: `APP_CONFIG_backend_…` overrides configuration, and NODE_ENV is
   * `production` unless given.
   */
  env?: Record<string, string>;
}

/** What can be asked of any portal that runs. */
export interface RunningPortal {
  readonly url: string;
  /** The portal's own server, to be broken and mended; not there on SQLite. */
  readonly postgres?: PostgresServer;
  /** What the backend has written so far. */
  log(): string;
}

/** A whole portal: backend, built app, and database. */
export interface Portal extends RunningPortal {
  /** A token for machines; it gives `databaseHealth.read` and nothing else. */
  readonly monitoringToken: string;
  /** Of the backend that runs now. */
  pid(): number;
  /** Ends the backend and starts it again, on the same port and data. */
  restart(changes?: Pick<PortalOptions, 'guestUser' | 'env'>): Promise<void>;
  stop(): Promise<void>;
}

/** What machines read with, of every portal of these tests. */
export const monitoringToken = 'e2e-monitoring-token';

/** Starts a portal and waits until a guest can sign in. */
export async function startPortal(
  options: PortalOptions = {},
): Promise<Portal> {
  const { database = 'postgres' } = options;
  const port = await freePort();
  const postgres =
    database === 'postgres'
      ? await startPostgres({
          major: 18,
          settings: { ...portalSettings, ...options.postgresSettings },
        })
      : undefined;

  const log = openOutputLog(`portal-${port}`);

  let { guestUser, env } = options;
  let backend: RunningBackend | undefined;

  const start = async () => {
    backend = await startBackend({
      port,
      log,
      sqlite: database === 'sqlite',
      allChecks: options.allChecks ?? false,
      env: {
        ...env,
        MONITORING_TOKEN: monitoringToken,
        GUEST_USER: guestUser ?? '',
        POSTGRES_HOST: postgres?.host ?? '',
        POSTGRES_PORT: String(postgres?.port ?? ''),
        POSTGRES_USER: postgres?.user ?? '',
        POSTGRES_PASSWORD: postgres?.password ?? '',
      },
    });
  };

  const stop = async () => {
    await backend?.stop();
    await postgres?.dispose();
    log.close();
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url: `http://localhost:${port}`,
    postgres,
    monitoringToken,
    log: log.read,
    pid: () => backend!.pid,
    async restart(changes = {}) {
      await backend?.stop();
      guestUser = changes.guestUser ?? guestUser;
      env = { ...env, ...changes.env };
      await start();
    },
    stop,
  };
}
