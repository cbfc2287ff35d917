import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { freePort } from 'postgres-server';

/** With this a replica lets tests ask it over HTTP. */
export const replicaToken = 'token-of-the-tests';

/** With this a replica lets Prometheus read the metrics, and nothing else. */
export const monitoringToken = 'token-of-monitoring';

/** Starts a replica in a process of its own; kill it when done. */
export async function startReplica(options: {
  /** Of the migrations that each of its plugins runs. */
  directory: string;
  /** `backend.database`. */
  database: JsonObject;
  /** `databaseHealth`. */
  databaseHealth?: JsonObject;
  pluginIds: readonly string[];
  /** Of a backend package, by whose dependencies its version is told from others. */
  root?: string;
  /** `backend.lifecycle`. */
  lifecycle?: JsonObject;
  /** `backend.startup`. */
  startup?: JsonObject;
  /** With our readiness in that of Backstage. */
  rootHealth?: boolean;
  /** On which it listens; a free one by default. */
  port?: number;
  /** A URL to which it posts the events and notifications of incidents that are sent. */
  reportTo?: string;
  /** Whether what it writes can be read. */
  logs?: boolean;
}): Promise<ChildProcess> {
  return spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, 'replicaProcess.ts'),
    ],
    {
      stdio: options.logs ? 'pipe' : 'ignore',
      env: {
        ...process.env,
        NODE_ENV: 'development',
        REPLICA: JSON.stringify({
          ...options,
          token: replicaToken,
          monitoringToken,
          port: options.port ?? (await freePort()),
        }),
      },
    },
  );
}
