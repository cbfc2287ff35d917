import path from 'node:path';
import { withTail } from '../scripts/logTail';
import { startNodeGroup } from '../scripts/processGroup';
import { guestHasGroup, untilAnswers, waitUntil } from '../scripts/readiness';

/** A backend process of the portal. */
export interface RunningBackend {
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 90_000;
const CATALOG_TIMEOUT_MS = 60_000;

// In production the backend waits for open requests before it ends, and always has
// one: the event bus lets its subscribers wait for a minute.
const STOP_GRACE_MS = 1_500;

const root = path.resolve(__dirname, '..');

function configArguments(sqlite: boolean): string[] {
  return [
    'app-config.yaml',
    ...(sqlite ? ['app-config.sqlite.yaml'] : []),
    'app-config.monitoring.yaml',
    'e2e/app-config.e2e.yaml',
  ].flatMap(name => ['--config', path.join(root, name)]);
}

/**
 * Starts the backend from its sources, compiled on the fly as the CLI does but
 * without watching, as in production.
 *
 * @throws Error with the tail of the backend's log when it does not come up.
 */
export async function startBackend(options: {
  port: number;
  output: number;
  readLog: () => string;
  sqlite: boolean;
  env: Record<string, string>;
}): Promise<RunningBackend> {
  const { port, output, readLog, sqlite, env } = options;
  const group = startNodeGroup(
    [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...configArguments(sqlite),
    ],
    {
      cwd: path.join(root, 'packages', 'backend'),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...env,
        BACKEND_PORT: String(port),
      },
      output,
    },
  );

  const url = `http://127.0.0.1:${port}`;
  const ready =
    (await untilAnswers(
      group,
      `${url}/.backstage/health/v1/readiness`,
      START_TIMEOUT_MS,
    )) &&
    (await waitUntil(() => guestHasGroup(url), {
      timeoutMs: CATALOG_TIMEOUT_MS,
      isOver: group.isOver,
    }));
  if (!ready) {
    await group.stop(STOP_GRACE_MS);
    throw new Error(withTail('The portal did not start:', readLog()));
  }
  return { stop: () => group.stop(STOP_GRACE_MS) };
}
