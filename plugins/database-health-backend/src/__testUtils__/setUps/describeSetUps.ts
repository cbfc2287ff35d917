import type { JsonObject } from '@backstage/types';
import { type Portal, type PortalOptions, startPortal } from '../portal';
import { expectRight } from './expectRight';
import { readAppConfig, type Variables } from './folder';
import { recordLog } from './recordedLog';
import type { Place } from './truth';

/** How fast this machine is today is not what these tests are about. */
const timedChecks = { latency: false, 'pool-wait': false };

/** The plugins of the portal besides our own: one with two ledgers, one without. */
export const pluginIds = ['catalog', 'search'] as const;

/** A row: a folder of `docs/deployments/`, and what it runs on in a test. */
export interface SetUp {
  folder: string;
  /** What it runs on, where there are several rows of a folder. */
  on?: string;
  /** Whether this machine has what it runs on; if not, the row is skipped. */
  available?: boolean;
  /** Brings up what the configuration leads to. */
  prepare(use: Use): Promise<Prepared>;
  /** What is right here besides what is right everywhere. */
  expectAlso?(running: Running, use: Use): Promise<void>;
}

/** Takes what ends with the test, the last first. */
export type Use = <T extends { dispose(): Promise<void> }>(it: T) => T;

/** What a row brings up. */
export interface Prepared {
  /** For the variables of the files of the folder. */
  env: Variables;
  /** Upon `app-config.yaml`: hosts and ports of servers that it writes out. */
  overlay?: JsonObject;
  /** What must be nowhere in answers, in the log, and in output. */
  secrets: readonly string[];
  /** Of each plugin, by its id. */
  places: Readonly<Record<string, Place>>;
  /** Databases, or schemas, of others, as {@link ServerTruth.names} has them. */
  strangers?: readonly string[];
  /** Those of them that are to be told as left behind. */
  orphans?: readonly string[];
  /** Ids of the checks that warn, or are critical. Default: none. */
  troubles?: readonly string[];
  features?: PortalOptions['features'];
}

/** A portal of a row. */
export interface Running extends Prepared {
  portal: Portal;
  /** `backend.database` of it. */
  database: JsonObject;
  log: ReturnType<typeof recordLog>;
}

/** A test for each row: the portal shows what is true. */
export function describeSetUps(rows: readonly SetUp[]): void {
  for (const row of rows) {
    const { folder, on, available = true } = row;
    (available ? it : it.skip)(
      ['docs/deployments', [folder, on].filter(Boolean).join(' ')].join('/'),
      () => testSetUp(row),
    );
  }
}

/** What a set-up configures of a backend. */
export async function readBackend(
  folder: string,
  { env, overlay }: Pick<Prepared, 'env' | 'overlay'>,
): Promise<{ database: JsonObject; others: JsonObject }> {
  const { backend, ...beside } = await readAppConfig(folder, env, overlay);
  expect(beside).toEqual({});
  const { database, ...others } = backend as { database: JsonObject };
  return { database, others };
}

async function testSetUp({ folder, prepare, expectAlso }: SetUp) {
  const disposables: { dispose(): Promise<void> }[] = [];
  const use: Use = it => {
    disposables.unshift(it);
    return it;
  };
  try {
    // It outlives the server, whose end is written to it.
    const log = use(recordLog());
    const prepared = await prepare(use);
    const { database, others } = await readBackend(folder, prepared);
    const portal = await startPortal({
      pluginIds,
      database,
      backend: others,
      databaseHealth: { checks: timedChecks },
      features: [log.feature, ...(prepared.features ?? [])],
    });
    use({ dispose: () => portal.stop() });
    const running = { ...prepared, portal, database, log };
    await expectRight(running);
    await expectAlso?.(running, use);
  } finally {
    for (const each of disposables) {
      await each.dispose();
    }
  }
}
