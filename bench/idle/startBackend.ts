import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { openOutputLog } from '../../e2e/outputLog';
import { monitoringToken, type RunningPortal } from '../../e2e/startPortal';
import { portalSettings } from '../../scripts/database';
import { withTail } from '../../scripts/logTail';
import { root } from '../../scripts/places';
import { startNodeGroup } from '../../scripts/processGroup';
import { answers } from '../../scripts/readiness';
import { residentBytes } from '../residentBytes';
import { countingSettings, startCounting } from '../statements';

// Each look is a line in the log.
const lookIntervalMs = 50;
const stopGraceMs = 1_500;
const startTimeoutMs = 300_000;

const backendFolder = join(root, 'packages', 'backend');
const ourPackage = 'backstage-plugin-database-health-backend';

/** The backend of this repository, with or without the plugin. */
export interface IdleBackend extends RunningPortal {
  readonly postgres: PostgresServer;
  /** Starts it; resolves to how long it took until it was ready, in milliseconds. */
  start(): Promise<number>;
  /** Memory that its process has, in bytes. */
  residentBytes(): number;
  stop(): Promise<void>;
  dispose(): Promise<void>;
}

/** A backend on a server of its own, which counts statements. Not started yet. */
export async function idleBackend(options: {
  name: string;
  /** As {@link builtPackages} has made it. */
  folder: string;
  withPlugin: boolean;
}): Promise<IdleBackend> {
  const entry = entryIn(options.folder, options);
  const postgres = await startPostgres({
    major: 18,
    settings: { ...portalSettings, ...countingSettings },
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = openOutputLog(`idle-${options.name}-${port}`);
  let group: ReturnType<typeof startNodeGroup> | undefined;

  const backend: IdleBackend = {
    url,
    postgres,
    log: log.read,
    async start() {
      const startedAt = performance.now();
      group = startNodeGroup(
        [
          '--enable-source-maps',
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          entry,
          ...[
            'app-config.yaml',
            'app-config.monitoring.yaml',
            'e2e/app-config.e2e.yaml',
          ].flatMap(name => ['--config', join(root, name)]),
        ],
        {
          cwd: backendFolder,
          env: {
            ...process.env,
            NODE_ENV: 'production',
            BACKEND_PORT: String(port),
            MONITORING_TOKEN: monitoringToken,
            GUEST_USER: '',
            POSTGRES_HOST: postgres.host,
            POSTGRES_PORT: String(postgres.port),
            POSTGRES_USER: postgres.user,
            POSTGRES_PASSWORD: postgres.password,
          },
          output: log.descriptor,
        },
      );
      while (!(await answers(`${url}/.backstage/health/v1/readiness`))) {
        const tookMs = performance.now() - startedAt;
        if (group.isOver() || tookMs > startTimeoutMs) {
          throw new Error(withTail('The backend did not start:', log.read()));
        }
        await sleep(lookIntervalMs);
      }
      return performance.now() - startedAt;
    },
    residentBytes: () => residentBytes(group!.child.pid!),
    async stop() {
      await group?.stop(stopGraceMs);
      group = undefined;
    },
    async dispose() {
      await backend.stop();
      await postgres.dispose();
      log.close();
    },
  };
  await startCounting(backend);
  return backend;
}

/** The entry of the backend of this repository, where the built packages are found. */
function entryIn(folder: string, { withPlugin }: { withPlugin: boolean }) {
  const source = readFileSync(join(backendFolder, 'src', 'index.ts'), 'utf8');
  const line = `backend.add(import('${ourPackage}'));`;
  if (!source.includes(line)) {
    throw new Error(`The backend has no line that adds ${ourPackage}`);
  }
  const file = join(folder, withPlugin ? 'with.ts' : 'without.ts');
  writeFileSync(
    file,
    source
      .replace(line, withPlugin ? line : '')
      .replace(/'\.\/([^']+)'/g, `'${join(backendFolder, 'src')}/$1.ts'`),
  );
  return file;
}
