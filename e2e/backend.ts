import { join } from 'node:path';
import { withTail } from '../scripts/logTail';
import { root } from '../scripts/places';
import { startNodeGroup } from '../scripts/processGroup';
import { guestHasGroup, untilAnswers, waitUntil } from '../scripts/readiness';
import type { OutputLog } from './outputLog';

/** A backend process of the portal. */
export interface RunningBackend {
  readonly pid: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 300_000;
const catalogTimeoutMs = 180_000;

// In production the backend waits for open requests before it ends, and always has
// one: the event bus lets its subscribers wait for a minute.
const stopGraceMs = 1_500;

/**
 * Starts the backend from its sources, compiled on the fly as the CLI does but
 * without watching, as in production.
 *
 * @throws Error with the tail of the backend's log when it does not come up.
 */
export async function startBackend(options: {
  port: number;
  log: OutputLog;
  sqlite: boolean;
  /** Whether checks of speed are on, which a busy machine makes sick. */
  allChecks: boolean;
  env: Record<string, string>;
}): Promise<RunningBackend> {
  const { port, log, sqlite, allChecks, env } = options;
  const group = startNodeGroup(
    [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...configArguments(sqlite, allChecks),
    ],
    {
      cwd: join(root, 'packages', 'backend'),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...env,
        BACKEND_PORT: String(port),
      },
      output: log.descriptor,
    },
  );

  const url = `http://127.0.0.1:${port}`;
  const ready =
    (await untilAnswers(
      group,
      `${url}/.backstage/health/v1/readiness`,
      startTimeoutMs,
    )) &&
    (await waitUntil(() => guestHasGroup(url), {
      timeoutMs: catalogTimeoutMs,
      isOver: group.isOver,
    }));
  if (!ready) {
    await group.stop(stopGraceMs);
    throw new Error(withTail('The portal did not start:', log.read()));
  }
  return { pid: group.child.pid!, stop: () => group.stop(stopGraceMs) };
}

function configArguments(sqlite: boolean, allChecks: boolean): string[] {
  return [
    'app-config.yaml',
    ...(sqlite ? ['app-config.sqlite.yaml'] : []),
    'app-config.monitoring.yaml',
    'e2e/app-config.e2e.yaml',
    ...(allChecks ? [] : ['e2e/app-config.busy.yaml']),
  ].flatMap(name => ['--config', join(root, name)]);
}
