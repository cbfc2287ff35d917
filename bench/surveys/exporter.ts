import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { freePort, type PostgresServer } from 'postgres-server';
import { startGroup } from '../../scripts/processGroup';
import { untilAnswers } from '../../scripts/readiness';

const program = 'prometheus-postgres-exporter';

/** What its package brings to report tables, which it does not do as it comes. */
const exampleQueries = `/usr/share/doc/${program}/examples/queries.yaml`;
const ofTables = /^pg_stat(io)?_user_tables:$/;
const startTimeoutMs = 60_000;

/** How one scrape went. */
export interface Scrape {
  tookMs: number;
  /** The most memory of the whole process during the scrape. */
  peakBytes: number;
  /** Tables that it reported. */
  tables: number;
}

/** The exporter, looking at all databases of one server, or at one of them. */
export interface Exporter {
  scrape(): Promise<Scrape>;
  stop(): Promise<void>;
}

/** The version that is installed; `undefined` where there is none. */
export function exporterVersion(): string | undefined {
  try {
    // It answers on standard error.
    const answer = execFileSync('sh', ['-c', `${program} --version 2>&1`], {
      encoding: 'utf8',
    });
    return /version ([\d.]+)/.exec(answer)?.[1];
  } catch {
    return undefined;
  }
}

/** How an exporter is to look. */
export interface ExporterOptions {
  /** Only at this database, besides the one that it connects to. */
  only?: string;
  /** With the queries for tables that the package has as an example. */
  withTables?: boolean;
}

/** Whether the package's example is there. */
export function canReportTables(): boolean {
  return existsSync(exampleQueries) || existsSync(`${exampleQueries}.gz`);
}

/** A file with those of the example's queries that report tables. */
function writeQueries(): string {
  const example = existsSync(exampleQueries)
    ? readFileSync(exampleQueries)
    : gunzipSync(readFileSync(`${exampleQueries}.gz`));
  let kept = false;
  const lines = example
    .toString()
    .split('\n')
    .filter(line => {
      kept = /^\w/.test(line) ? ofTables.test(line.trim()) : kept;
      return kept;
    });
  const folder = mkdtempSync(join(tmpdir(), 'bench-exporter-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'queries.yaml');
  writeFileSync(file, lines.join('\n'));
  return file;
}

/**
 * Starts Debian's exporter with the discovery of databases.
 *
 * @throws Error when it does not answer.
 */
export async function startExporter(
  server: PostgresServer,
  { only, withTables }: ExporterOptions = {},
): Promise<Exporter> {
  const port = await freePort();
  const group = startGroup(
    program,
    [
      '--auto-discover-databases',
      // Of this version it fails on PostgreSQL 17 and later.
      '--no-collector.bgwriter',
      ...(only ? [`--include-databases=${only}`] : []),
      ...(withTables ? [`--extend.query-path=${writeQueries()}`] : []),
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    {
      env: {
        ...process.env,
        DATA_SOURCE_NAME: `${server.connectionString()}?sslmode=disable`,
      },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  if (!(await untilAnswers(group, `${url}/`, startTimeoutMs))) {
    await group.stop();
    throw new Error('The exporter does not answer');
  }
  const proc = `/proc/${group.child.pid}`;
  return {
    async scrape() {
      writeFileSync(`${proc}/clear_refs`, '5');
      const startMs = performance.now();
      const response = await fetch(`${url}/metrics`);
      const text = await response.text();
      const tookMs = performance.now() - startMs;
      if (!response.ok) {
        throw new Error(`The exporter answered ${response.status}: ${text}`);
      }
      const [, kiB] = /VmHWM:\s+(\d+)/.exec(
        readFileSync(`${proc}/status`, 'utf8'),
      )!;
      return {
        tookMs,
        peakBytes: Number(kiB) * 1_024,
        tables: text.match(/^pg_stat_user_tables_n_live_tup\{/gm)?.length ?? 0,
      };
    },
    stop: () => group.stop(),
  };
}
