/**
 * A process that surveys plugin databases as the plugin does, on request. Started by
 * `startSurveyor.ts`, with the databases in `TARGETS`.
 *
 * @packageDocumentation
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createDatabaseObservations } from '../../plugins/database-health-backend/src/observation/registry';
import { type Observation } from '../../plugins/database-health-backend/src/observation/types';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import {
  type Readings,
  factCatalogue,
} from 'backstage-plugin-database-health-node';
import createKnex from 'knex';
import { postgres } from '../../plugins/database-health-backend/src/engines/postgres';
import { FailureLog } from '../../plugins/database-health-backend/src/reading/failureLog';
import { readFacts } from '../../plugins/database-health-backend/src/reading/readFacts';
import { ServerTurns } from '../../plugins/database-health-backend/src/survey/serverTurns';
import { serve } from '../worker';
import type { Target } from './databases';
import type { Order, Report } from './startSurveyor';

/** Plugin databases that a replica surveys at once. */
const concurrency = 2;

const { TARGETS, CONNECTION } = process.env;
const targets: Target[] = JSON.parse(TARGETS!);
const connection: object = JSON.parse(CONNECTION!);

const observations = createDatabaseObservations();
const failureLog = new FailureLog(console);

async function observe({ pluginId, database, schema }: Target) {
  const client = createKnex({
    client: 'pg',
    connection: {
      ...connection,
      database,
      application_name: `backstage_plugin_${pluginId}`,
    },
    ...(schema && { searchPath: [schema] }),
  });
  await client.raw('select 1');
  await observeDatabaseService(
    { getClient: async () => client },
    {
      pluginId,
      observations,
      configured: {
        engine: 'postgres',
        name: database,
        address: 'bench',
        ...(schema && { schema }),
      },
    },
  ).getClient();
}

/** As a replica does, which reads once per server what is the same for all. */
async function survey(): Promise<Map<string, Readings>> {
  const signal = new AbortController().signal;
  const ofServer: Readings = {};
  const turns = new ServerTurns({
    catalogue: factCatalogue,
    coveredBy: () => 'the server',
    lastReadAt: (_, fact) => ofServer[fact]?.at,
  });
  const due: Observation[] = [...observations.list()];
  const found = new Map<string, Readings>();
  const next = async () => {
    for (let each = due.shift(); each; each = due.shift()) {
      const { facts, end } = turns.take(each, () => true);
      const readings = await readFacts(postgres, each, {
        facts,
        signal,
        failureLog,
        now: () => Date.now(),
      });
      end();
      Object.assign(ofServer, readings);
      found.set(each.pluginId, readings);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, next));
  return found;
}

/** The most memory that this process has held since it was last asked. */
function peakBytes(): number {
  const [, kiB] = /VmHWM:\s+(\d+)/.exec(
    readFileSync('/proc/self/status', 'utf8'),
  )!;
  return Number(kiB) * 1_024;
}

function forgetPeak() {
  writeFileSync('/proc/self/clear_refs', '5');
}

async function obey(order: Order): Promise<Report> {
  forgetPeak();
  const startMs = performance.now();
  const found = await survey();
  const tookMs = performance.now() - startMs;
  const failures = [...found].flatMap(([pluginId, readings]) =>
    Object.entries(readings).flatMap(([fact, reading]) =>
      reading.status === 'failed'
        ? [`${pluginId}, ${fact}: ${reading.reason}`]
        : [],
    ),
  );
  return {
    tookMs,
    peakBytes: peakBytes(),
    failures,
    ...(order === 'survey and report' && {
      relations: [...found.values()].flatMap(({ relations }) =>
        relations?.status === 'read' ? [relations.value] : [],
      ),
    }),
  };
}

serve(async () => {
  for (const target of targets) {
    await observe(target);
  }
  return obey;
});
