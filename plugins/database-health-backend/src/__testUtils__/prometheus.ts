import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'postgres-server';
import { hasProgram } from './monitoring/files';
import { startProgram } from './startProgram';

/** Whether this machine has Prometheus; Debian: `apt-get install prometheus`. */
export const prometheusAvailable = ['prometheus', 'promtool'].every(hasProgram);

/** What one Prometheus scrapes. */
export interface ScrapeTarget {
  job: string;
  /** `host:port`, of each replica one. */
  addresses: readonly string[];
  token: string;
  /** Labels that each series gets, such as a namespace. */
  labels?: Readonly<Record<string, string>>;
}

export interface PrometheusOptions {
  targets: readonly ScrapeTarget[];
  /** How often it scrapes, and evaluates rules. Default: each second. */
  intervalSeconds?: number;
  /** Paths of files with rules. */
  ruleFiles?: readonly string[];
  /** `host:port` of the Alertmanagers that are told of alerts. */
  alertmanagers?: readonly string[];
}

/** One series as a query found it. */
export interface FoundSeries {
  metric: Record<string, string>;
  value: number;
}

/** A Prometheus that scrapes, for tests. */
export interface Prometheus {
  readonly url: string;
  /** An instant query. */
  query(expression: string): Promise<FoundSeries[]>;
  /** What its API answers at a path below `/api/v1`. */
  ask<T>(path: string): Promise<T>;
  /** How the last scrape of each target went; an empty error for one that went well. */
  scrapes(): Promise<{ health: string; lastError: string }[]>;
  dispose(): Promise<void>;
}

/**
 * Starts Debian's Prometheus, whose data go with it.
 *
 * @throws Error with what it wrote when it does not get ready.
 */
export async function startPrometheus({
  targets,
  intervalSeconds = 1,
  ruleFiles = [],
  alertmanagers = [],
}: PrometheusOptions): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const interval = `${intervalSeconds}s`;
  const configuration = join(folder, 'prometheus.yaml');
  // YAML holds whatever JSON holds.
  writeFileSync(
    configuration,
    JSON.stringify({
      global: {
        scrape_interval: interval,
        scrape_timeout: interval,
        evaluation_interval: interval,
      },
      rule_files: ruleFiles,
      alerting: {
        alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }],
      },
      scrape_configs: targets.map(({ job, addresses, token, labels }) => ({
        job_name: job,
        metrics_path: '/api/database-health/metrics',
        authorization: { credentials: token },
        static_configs: [{ targets: addresses, labels }],
      })),
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const { dispose } = await startProgram({
    program: 'prometheus',
    args: [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    readyUrl: `${url}/-/ready`,
    folder,
  });
  const ask = async <T>(path: string): Promise<T> => {
    const { data, error } = await (await fetch(`${url}/api/v1/${path}`)).json();
    if (error) {
      throw new Error(`Prometheus refuses ${path}: ${error}`);
    }
    return data;
  };
  return {
    url,
    ask,
    async query(expression) {
      const { result } = await ask<{
        result: { metric: Record<string, string>; value: [number, string] }[];
      }>(`query?query=${encodeURIComponent(expression)}`);
      return result.map(({ metric, value: [, value] }) => ({
        metric,
        value: Number(value),
      }));
    },
    async scrapes() {
      return (
        await ask<{ activeTargets: { health: string; lastError: string }[] }>(
          'targets?state=active',
        )
      ).activeTargets;
    },
    dispose,
  };
}

/** What `promtool check metrics` complains of, one line each. */
export function complaintsOf(metrics: string): string[] {
  const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.split('\n').filter(line => line !== '');
}
