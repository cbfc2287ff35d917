import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { withTail } from '../../scripts/logTail';
import { startGroup } from '../../scripts/processGroup';
import { untilAnswers } from '../../scripts/readiness';
import { openOutputLog } from '../outputLog';
import type { RunningPortal } from '../startPortal';
import { portalFolder } from './places';

export { expect } from '@playwright/test';

/** How the backend is to be started. */
export interface StockPortalOptions {
  /** Whose log it is. */
  name: string;
  /** Default: what the template's app-config.yaml says, SQLite in memory. */
  database?: 'postgres';
  /** File of the backend without its ending. Default: `src/index`. */
  entrypoint?: string;
  /** More variables: `APP_CONFIG_…` overrides configuration. */
  env?: Record<string, string>;
}

const startTimeoutMs = 300_000;
const stopGraceMs = 5_000;

function environment(
  port: number,
  postgres: PostgresServer | undefined,
): Record<string, string> {
  const url = `http://localhost:${port}`;
  return {
    APP_CONFIG_app_baseUrl: url,
    APP_CONFIG_backend_baseUrl: url,
    APP_CONFIG_backend_cors_origin: url,
    APP_CONFIG_backend_listen_port: String(port),
    ...(postgres && {
      APP_CONFIG_backend_database_client: 'pg',
      APP_CONFIG_backend_database_connection: JSON.stringify({
        host: postgres.host,
        port: postgres.port,
        user: postgres.user,
        password: postgres.password,
      }),
    }),
  };
}

/** Starts the portal's backend as its own `yarn start` does, and waits until it is ready. */
async function startStockPortal(
  options: StockPortalOptions,
): Promise<RunningPortal & { stop(): Promise<void> }> {
  const { name, database, entrypoint = 'src/index', env } = options;
  const port = await freePort();
  const postgres = database && (await startPostgres({ major: 18 }));
  const log = openOutputLog(`stock-portal-${name}`);

  const backend = startGroup(
    join(portalFolder(), 'node_modules', '.bin', 'backstage-cli'),
    ['package', 'start', '--entrypoint', entrypoint],
    {
      cwd: join(portalFolder(), 'packages', 'backend'),
      env: {
        ...process.env,
        // What the portal is started with, not what these tests are.
        NODE_ENV: 'development',
        ...environment(port, postgres),
        ...env,
      },
      output: log.descriptor,
    },
  );
  const stop = async () => {
    await backend.stop(stopGraceMs);
    await postgres?.dispose();
    log.close();
  };

  const url = `http://localhost:${port}`;
  const ready = await untilAnswers(
    backend,
    `${url}/.backstage/health/v1/readiness`,
    startTimeoutMs,
  );
  if (!ready) {
    await stop();
    throw new Error(withTail('The stock portal did not start:', log.read()));
  }
  return { url, postgres, log: log.read, stop };
}

/**
 * A test with a running stock portal, which all tests of a file share:
 * `test.use({ stockPortalOptions: { name: 'postgres', database: 'postgres' } })`.
 */
export const test = base.extend<
  object,
  { stockPortalOptions: StockPortalOptions; portal: RunningPortal }
>({
  stockPortalOptions: [{ name: 'default' }, { option: true, scope: 'worker' }],

  portal: [
    async ({ stockPortalOptions }, use) => {
      const { stop, ...portal } = await startStockPortal(stockPortalOptions);
      await use(portal);
      await stop();
    },
    { scope: 'worker', timeout: startTimeoutMs + 120_000 },
  ],

  baseURL: async ({ portal }, use) => use(portal.url),
});
