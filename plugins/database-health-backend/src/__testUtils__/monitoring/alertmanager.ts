import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from 'postgres-server';
import { startProgram } from '../startProgram';
import { faster } from './faster';
import { hasProgram, readYaml } from './files';

/** Debian: `apt-get install prometheus-alertmanager`; elsewhere without its prefix. */
const program = ['prometheus-alertmanager', 'alertmanager'].find(hasProgram);

/** Whether this machine has an Alertmanager, and `amtool`, which comes with it. */
export const alertmanagerAvailable =
  program !== undefined && hasProgram('amtool');

interface Route {
  group_wait?: string;
  group_interval?: string;
  routes?: Route[];
}

interface Configuration {
  route: Route;
  receivers: { name: string }[];
}

/** An alert as Alertmanager has it. */
export interface KnownAlert {
  labels: Record<string, string>;
  /** Those that hold it back. */
  status: { inhibitedBy: string[] };
}

/** An Alertmanager with the routes and the inhibition of the example. */
export interface Alertmanager {
  /** `host:port`. */
  readonly address: string;
  /** Tells it of alerts that fire, as Prometheus does. */
  post(alerts: readonly { labels: Record<string, string> }[]): Promise<void>;
  /** Those that fire. */
  alerts(): Promise<KnownAlert[]>;
  dispose(): Promise<void>;
}

/**
 * Starts one that tells a URL of everything, and waits less before it does.
 *
 * @throws Error with what it wrote when it does not get ready.
 */
export async function startAlertmanager(url: string): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const configuration = readYaml<Configuration>(
    'monitoring/alertmanager/alertmanager.yaml',
  );
  const file = join(folder, 'alertmanager.yaml');
  // YAML holds whatever JSON holds.
  writeFileSync(
    file,
    JSON.stringify({
      ...configuration,
      route: fasterRoute(configuration.route),
      receivers: configuration.receivers.map(({ name }) => ({
        name,
        webhook_configs: [{ url }],
      })),
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const { dispose } = await startProgram({
    program: program!,
    args: [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    readyUrl: `http://${address}/-/ready`,
    folder,
  });
  const api = `http://${address}/api/v2/alerts`;
  return {
    address,
    async post(alerts) {
      const { ok, status } = await fetch(api, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!ok) {
        throw new Error(`Alertmanager answers ${status}`);
      }
    },
    alerts: async () => (await fetch(api)).json() as Promise<KnownAlert[]>,
    dispose,
  };
}

function fasterRoute({
  group_wait,
  group_interval,
  routes,
  ...rest
}: Route): Route {
  return {
    ...rest,
    ...(group_wait && { group_wait: faster(group_wait) }),
    ...(group_interval && { group_interval: faster(group_interval) }),
    ...(routes && { routes: routes.map(fasterRoute) }),
  };
}
