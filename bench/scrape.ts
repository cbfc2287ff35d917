import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askServer } from '../e2e/serverTruth';
import { freePort, startPostgres, type PostgresServer } from 'postgres-server';
import {
  replicaToken,
  startReplica,
} from '../plugins/database-health-backend/src/__testUtils__/replica';
import { waitUntil } from '../scripts/readiness';
import { progress } from './progress';
import { median, type Result } from './result';
import { countingSettings } from './statements';
import { counted } from './surveys/counted';
import { makeDatabases } from './surveys/databases';
import { exporterVersion, startExporter } from './surveys/exporter';

/** Time of a scrape, of what the exporter takes for the same plugin databases. */
const targetRatio = 0.5;

/** Series of each plugin database. */
const targetSeries = 36;

const databaseCount = 100;
const tablesPerDatabase = 10;
const rounds = 20;
const startTimeoutMs = 180_000;

interface Scrape {
  tookMs: number;
  text: string;
}

interface Taken {
  tookMs: number;
  statements: number;
}

interface Backend {
  scrape(): Promise<Scrape>;
  stop(): Promise<void>;
}

/**
 * Scrapes a whole backend with many plugin databases, beside Prometheus' exporter for
 * PostgreSQL, which is scraped for the same ones by turns.
 */
export async function run(): Promise<Result[]> {
  progress(
    exporterVersion()
      ? `scrape: beside prometheus-postgres-exporter ${exporterVersion()}`
      : 'scrape: prometheus-postgres-exporter is not installed, so ours stands alone',
  );
  const server = await startPostgres({
    settings: {
      ...countingSettings,
      max_connections: '500',
      autovacuum: 'off',
    },
  });
  try {
    await askServer(server, 'create extension pg_stat_statements');
    progress(`scrape: making ${databaseCount} databases`);
    const targets = await makeDatabases(
      server,
      databaseCount,
      tablesPerDatabase,
    );
    progress('scrape: starting a backend and waiting for its surveys');
    const backend = await startBackend(
      server,
      targets.map(({ pluginId }) => pluginId),
    );
    const exporter = exporterVersion()
      ? await startExporter(server)
      : undefined;
    try {
      return await compare(server, backend, exporter);
    } finally {
      await exporter?.stop();
      await backend.stop();
    }
  } finally {
    await server.dispose();
  }
}

async function compare(
  server: PostgresServer,
  backend: Backend,
  exporter: { scrape(): Promise<{ tookMs: number }> } | undefined,
): Promise<Result[]> {
  const takers = {
    ours: () => counted(server, () => backend.scrape()),
    theirs: async () => exporter && counted(server, () => exporter.scrape()),
  };
  const all: { ours: Taken & Scrape; theirs: Taken | undefined }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // Each comes first equally often.
    const first = round % 2 === 0 ? undefined : await takers.theirs();
    const ours = await takers.ours();
    all.push({ ours, theirs: first ?? (await takers.theirs()) });
  }
  const [, ...taken] = all;
  const known = taken.flatMap(({ theirs }) => theirs ?? []);
  const ratio = exporter
    ? median(taken.map(({ ours, theirs }) => ours.tookMs / theirs!.tookMs))
    : NaN;
  const tookMs = (of: readonly Taken[]) =>
    `${median(of.map(each => each.tookMs)).toFixed(1)} ms`;
  // Heartbeats go on meanwhile: what a scrape causes is what each of them has.
  const caused = (of: readonly Taken[]) =>
    Math.min(...of.map(({ statements }) => statements));
  const ours = taken.map(each => each.ours);
  const [{ text }] = ours;
  const perPlugin = median(seriesOfPlugins(text));
  return [
    {
      name: `scrape: ${databaseCount} plugin databases`,
      baseline: exporter ? tookMs(known) : 'not installed',
      measured: tookMs(ours),
      ratio,
      ...(exporter && {
        target: `≤ ${targetRatio}`,
        met: ratio <= targetRatio,
      }),
    },
    {
      name: 'scrape: statements that it causes',
      baseline: exporter ? String(caused(known)) : 'not installed',
      measured: String(caused(ours)),
      ratio: NaN,
      target: '0',
      met: caused(ours) === 0,
    },
    {
      name: 'scrape: series of a plugin',
      baseline: '',
      measured: String(perPlugin),
      ratio: NaN,
      target: `≤ ${targetSeries}`,
      met: perPlugin <= targetSeries,
    },
    {
      name: 'scrape: size',
      baseline: '',
      measured: `${(text.length / 1_024).toFixed(0)} KiB`,
      ratio: NaN,
    },
  ];
}

/** How many each plugin has. */
function seriesOfPlugins(text: string): number[] {
  const counts = new Map<string, number>();
  for (const [, plugin] of text.matchAll(/^\w+\{.*?\bplugin="([^"]+)"/gm)) {
    counts.set(plugin, (counts.get(plugin) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** A whole backend whose plugins have these databases, once all are surveyed. */
async function startBackend(
  server: PostgresServer,
  pluginIds: readonly string[],
): Promise<Backend> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-scrape-'));
  // What the ledgers of the databases hold.
  writeFileSync(
    join(directory, '1_init.js'),
    'exports.up = exports.down = async () => {};',
  );
  const { database: _, ...connection } = server.connection();
  const port = await freePort();
  const child = await startReplica({
    directory,
    database: {
      client: 'pg',
      connection,
      knexConfig: { pool: { min: 1, max: 2 } },
    },
    pluginIds,
    port,
  });
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}/api/database-health${path}`, {
      headers: { authorization: `Bearer ${replicaToken}` },
    });
  const stop = async () => {
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) {
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  const allSurveyed = async () => {
    try {
      const { databases } = await (await ask('/overview')).json();
      return (
        databases.length > pluginIds.length &&
        databases.every(
          ({ surveyedAt }: { surveyedAt: unknown }) => surveyedAt !== null,
        )
      );
    } catch {
      return false; // Nobody listens yet.
    }
  };
  if (
    !(await waitUntil(allSurveyed, {
      timeoutMs: startTimeoutMs,
      isOver: () => child.exitCode !== null,
    }))
  ) {
    await stop();
    throw new Error('The backend has not surveyed its databases in time');
  }
  return {
    async scrape() {
      const startMs = performance.now();
      const response = await ask('/metrics');
      const text = await response.text();
      const tookMs = performance.now() - startMs;
      if (!response.ok) {
        throw new Error(`The backend answered ${response.status}: ${text}`);
      }
      return { tookMs, text };
    },
    stop,
  };
}
