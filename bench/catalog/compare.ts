import { type ConfiguredDatabase } from '../../plugins/database-health-backend/src/observation/types';
import { createDatabaseObservations } from '../../plugins/database-health-backend/src/observation/registry';
import { type Facts } from 'backstage-plugin-database-health-node';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import createKnex from 'knex';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { postgres } from '../../plugins/database-health-backend/src/engines/postgres';
import { progress } from '../progress';
import type { Result } from '../result';
import { catalogDatabase, ingest } from './ingest';

/** Deviation from PostgreSQL's own functions, of any table. */
const targetDeviationPercent = 1;

const entities = 20_500;

/** What PostgreSQL's own functions say of one table. */
interface Truth {
  name: string;
  total: string;
  table: string;
  indexes: string;
}

const truth = `
  select
    relname as name,
    pg_total_relation_size(oid) as total,
    pg_table_size(oid) as table,
    pg_indexes_size(oid) as indexes
  from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm')
  order by 2 desc`;

/**
 * Lets Backstage's catalog take in more than 20 000 entities, and compares what our
 * readers say of each table with what PostgreSQL's functions say.
 */
export async function run(): Promise<Result[]> {
  const server = await startPostgres({ settings: { max_connections: '200' } });
  try {
    const startMs = performance.now();
    await ingest(server, entities);
    const seconds = Math.round((performance.now() - startMs) / 1_000);
    progress(`catalog: ${entities} entities taken in within ${seconds} s`);
    return await compare(server);
  } finally {
    await server.dispose();
  }
}

async function compare(server: PostgresServer): Promise<Result[]> {
  const client = new Client(server.connection(catalogDatabase));
  await client.connect();
  // A vacuum between the two would make one of them older.
  await client.query('alter system set autovacuum = off');
  await client.query('select pg_reload_conf()');
  await untilNobodyVacuums(client);
  const { rows: tables } = await client.query<Truth>(truth);
  const {
    rows: [{ bytes }],
  } = await client.query<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  );
  const { size, relations } = await readOurs(server);
  await client.end();

  const ours = new Map(relations.tables.map(table => [table.name, table]));
  const deviations = tables.map(({ name, total, table, indexes }) => {
    const found = ours.get(name);
    const parts: [number, string][] = [
      [found?.totalBytes ?? 0, total],
      [(found?.heapBytes ?? 0) + (found?.toastBytes ?? 0), table],
      [found?.indexBytes ?? 0, indexes],
    ];
    return {
      table: name,
      rows: found?.estimatedRows ?? null,
      heap: found?.heapBytes,
      toast: found?.toastBytes,
      indexes: found?.indexBytes,
      total: found?.totalBytes,
      'PostgreSQL says': Number(total),
      'deviation %': Math.max(
        ...parts.map(([our, theirs]) => deviationPercent(our, Number(theirs))),
      ),
    };
  });
  console.table(deviations.slice(0, 12));
  const largest = Math.max(...deviations.map(each => each['deviation %']));
  return [
    resultOf(
      `catalog of ${entities} entities: ${tables.length} tables, largest deviation of a part`,
      largest,
    ),
    resultOf(
      `catalog of ${entities} entities: the whole database, ${bytes} bytes`,
      deviationPercent(size.bytes, Number(bytes)),
    ),
  ];
}

function resultOf(name: string, percent: number): Result {
  return {
    name,
    baseline: "PostgreSQL's functions",
    measured: `${percent.toFixed(3)} %`,
    ratio: 1 + percent / 100,
    target: `≤ ${targetDeviationPercent} %`,
    met: percent <= targetDeviationPercent,
  };
}

function deviationPercent(ours: number, theirs: number): number {
  return theirs === 0
    ? (ours && Infinity) || 0
    : (100 * Math.abs(ours - theirs)) / theirs;
}

async function untilNobodyVacuums(client: Client): Promise<void> {
  const running = `
    select from pg_stat_activity where backend_type = 'autovacuum worker'`;
  while ((await client.query(running)).rowCount) {
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** As a survey of the catalog reads it, on a connection of its pool. */
async function readOurs(
  server: PostgresServer,
): Promise<Pick<Facts, 'size' | 'relations'>> {
  const pluginId = 'catalog';
  const configured: ConfiguredDatabase = {
    engine: 'postgres',
    name: catalogDatabase,
    address: `${server.host}:${server.port}`,
  };
  const observations = createDatabaseObservations();
  const client = createKnex({
    client: 'pg',
    connection: server.connection(catalogDatabase),
  });
  await observeDatabaseService(
    { getClient: async () => client },
    { pluginId, observations, configured },
  ).getClient();
  const database = await postgres.openDatabase(
    observations.get(pluginId)!,
    AbortSignal.timeout(60_000),
  );
  try {
    return {
      size: await postgres.inspector.size!(database),
      relations: await postgres.inspector.relations!(database),
    };
  } finally {
    database.close();
    await client.destroy();
  }
}
