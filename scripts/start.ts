import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from './exitWith';
import {
  memoryDatabase,
  type PortalDatabase,
  postgresDatabase,
} from './database';
import { root } from './places';
import { assertPortIsFree, portFrom } from './ports';
import { type ProcessGroup, startNodeGroup } from './processGroup';
import { answers, guestHasGroup, waitUntil } from './readiness';

// Compiling the app takes half a minute on two cores, on a busy machine minutes.
const startTimeoutMs = 10 * 60_000;
const catalogTimeoutMs = 120_000;

function configFiles(sqlite: boolean): string[] {
  return [
    'app-config.yaml',
    ...(sqlite ? ['app-config.sqlite.yaml'] : []),
    ...(process.env.MONITORING_TOKEN ? ['app-config.monitoring.yaml'] : []),
  ].map(name => join(root, name));
}

function startPortal(sqlite: boolean, database: PortalDatabase): ProcessGroup {
  const cli = join(root, 'node_modules', '.bin', 'backstage-cli');
  const config = configFiles(sqlite).flatMap(file => ['--config', file]);
  return startNodeGroup([cli, 'repo', 'start', ...config], {
    cwd: root,
    // The page is not there yet when the CLI would open the browser.
    env: { BROWSER: 'none', ...process.env, ...database.env },
  });
}

async function untilReady(
  appUrl: string,
  backendUrl: string,
  isOver: () => boolean,
): Promise<boolean> {
  const bothAnswer = async () =>
    (await answers(`${backendUrl}/.backstage/health/v1/readiness`)) &&
    (await answers(appUrl));
  if (!(await waitUntil(bothAnswer, { timeoutMs: startTimeoutMs, isOver }))) {
    return false;
  }
  await waitUntil(() => guestHasGroup(backendUrl), {
    timeoutMs: catalogTimeoutMs,
    isOver,
  });
  return true;
}

/** Resolves when somebody wants the portal to stop: Ctrl-C, `kill`, or the end of the bootstrap. */
const stopWanted = new Promise<'stop'>(resolve => {
  const stop = () => resolve('stop');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  process.on('disconnect', stop);
});

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { sqlite: { type: 'boolean' } } });
  const sqlite = values.sqlite ?? false;
  const appPort = portFrom(process.env, 'APP_PORT') ?? 3000;
  const backendPort = portFrom(process.env, 'BACKEND_PORT') ?? 7007;
  const appUrl = `http://localhost:${appPort}`;
  const backendUrl = `http://127.0.0.1:${backendPort}`;
  await assertPortIsFree(appPort, 'the app', 'APP_PORT');
  await assertPortIsFree(backendPort, 'the backend', 'BACKEND_PORT');

  const database = sqlite
    ? memoryDatabase()
    : await postgresDatabase(root, process.env);
  let portal: ProcessGroup | undefined;
  try {
    portal = startPortal(sqlite, database);
    const ended = portal.ended.then(() => 'ended' as const);
    const ready = untilReady(appUrl, backendUrl, portal.isOver);
    const first = await Promise.race([ready, ended, stopWanted]);
    if (first === true) {
      console.log(
        [
          '',
          `Open      ${appUrl}/database-health`,
          `Database  ${database.description}`,
          'Stop      Ctrl-C',
          '',
        ].join('\n'),
      );
      return (await Promise.race([ended, stopWanted])) === 'stop' ? 0 : 1;
    }
    if (first === 'stop') {
      return 0;
    }
    console.error('The portal did not start; its output above says why.');
    return 1;
  } finally {
    await portal?.stop();
    await database.stop();
  }
}

exitWith(main(), error => (error instanceof Error ? error.message : error));
