import { freePort, startPostgres } from 'postgres-server';
import { portalSettings } from '../../scripts/database';
import { withTail } from '../../scripts/logTail';
import { startNodeGroup } from '../../scripts/processGroup';
import { untilAnswers } from '../../scripts/readiness';
import { openOutputLog } from '../outputLog';
import { monitoringToken, type RunningPortal } from '../startPortal';
import { imageFolder } from './image';

const startTimeoutMs = 300_000;
const stopGraceMs = 1_500;

/** Starts the backend of the image with the command of the image. */
export async function startImage(): Promise<
  RunningPortal & { stop(): Promise<void> }
> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const postgres = await startPostgres({ settings: portalSettings });
  const log = openOutputLog('stock-image-portal');
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
      output: log.descriptor,
    },
  );
  const stop = async () => {
    await backend.stop(stopGraceMs);
    await postgres.dispose();
    log.close();
  };
  const ready = await untilAnswers(
    backend,
    `${url}/.backstage/health/v1/readiness`,
    startTimeoutMs,
  );
  if (!ready) {
    await stop();
    throw new Error(withTail('The image did not start:', log.read()));
  }
  return { url, postgres, log: log.read, stop };
}
