import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, startPostgres } from 'postgres-server';
import { PORTAL_SETTINGS } from '../../scripts/database';
import { withTail } from '../../scripts/logTail';
import { startNodeGroup } from '../../scripts/processGroup';
import { untilAnswers } from '../../scripts/readiness';
import type { RunningPortal } from '../startPortal';
import { imageFolder } from './image';
import { outputFolder } from './places';

const START_TIMEOUT_MS = 90_000;
const STOP_GRACE_MS = 1_500;

/** Starts the backend of the image with the command of the image. */
export async function startImage(
  monitoringToken: string,
): Promise<RunningPortal & { stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const postgres = await startPostgres({ settings: PORTAL_SETTINGS });
  mkdirSync(outputFolder, { recursive: true });
  const logFile = path.join(outputFolder, 'stock-image-portal.log');
  const output = openSync(logFile, 'w');
  const log = () => readFileSync(logFile, 'utf8');
  const backend = startNodeGroup(
    [
      'packages/backend',
      ...[
        'app-config',
        'app-config.production',
        'app-config.monitoring',
      ].flatMap(name => ['--config', `${name}.yaml`]),
    ],
    {
      cwd: imageFolder(),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        APP_CONFIG_backend_listen: `:${port}`,
        // The machine may read, but not ask for a survey.
        APP_CONFIG_databaseHealth_survey_interval: '10s',
        PORTAL_URL: url,
        MONITORING_TOKEN: monitoringToken,
        POSTGRES_HOST: postgres.host,
        POSTGRES_PORT: String(postgres.port),
        POSTGRES_USER: postgres.user,
        POSTGRES_PASSWORD: postgres.password,
      },
      output,
    },
  );
  const stop = async () => {
    await backend.stop(STOP_GRACE_MS);
    await postgres.dispose();
    closeSync(output);
  };
  const ready = await untilAnswers(
    backend,
    `${url}/.backstage/health/v1/readiness`,
    START_TIMEOUT_MS,
  );
  if (!ready) {
    await stop();
    throw new Error(withTail('The image did not start:', log()));
  }
  return { url, postgres, log, stop };
}
