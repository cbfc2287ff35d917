import type { EngineDatabase } from '../plugins/database-health-backend/src/engines/types';
import { askServer } from '../e2e/serverTruth';
import { createDatabaseObservations } from '../plugins/database-health-backend/src/observation/registry';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { makeFolders, openPlugin, readLedgers } from './ledgers';
import { countReads } from './migrationReads';
import { progress } from './progress';
import { median, type Result } from './result';
import { countingSettings } from './statements';

/** Statements that a survey may ask a plugin database, per ledger. */
const targetStatementsPerLedger = 2;

const ledgerCounts = [1, 4, 40];
const surveys = 5;

/**
 * Counts what surveys of the ledgers ask PostgreSQL and SQLite, for databases with
 * few and with many ledgers, and how often they read folders of migrations.
 */
export async function run(): Promise<Result[]> {
  const results: Result[] = [];
  progress('migrations: counting statements');
  const server = await startPostgres({ settings: countingSettings });
  try {
    await askServer(server, 'create extension pg_stat_statements');
    for (const ledgers of ledgerCounts) {
      results.push(await countOnPostgres(server, ledgers));
    }
  } finally {
    await server.dispose();
  }
  for (const ledgers of ledgerCounts) {
    results.push(await countOnSqlite(ledgers));
  }
  progress('migrations: counting reads of folders');
  results.push(await countReads());
  return results;
}

/** Counted by the server; the begin, limits and end of transactions left out. */
async function countOnPostgres(
  server: PostgresServer,
  ledgers: number,
): Promise<Result> {
  const folders = makeFolders(ledgers);
  const name = `backstage_plugin_bench_${ledgers}`;
  await askServer(server, `create database ${name}`);
  const { client, observation } = await openPlugin(
    createDatabaseObservations(),
    { client: 'pg', connection: server.connection(name) },
    {
      pluginId: `bench_${ledgers}`,
      configured: { engine: 'postgres', name, address: name },
      before: folders,
      here: folders.slice(0, ledgers / 2),
    },
  );
  const counts = await eachSurvey(async () => {
    await askServer(server, 'select pg_stat_statements_reset()');
    expectAll(await readLedgers(observation), ledgers);
    const [{ calls }] = await askServer<{ calls: string }>(
      server,
      `select coalesce(sum(calls), 0) as calls
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where d.datname = '${name}'
         and query !~* '^(begin|set|commit|rollback)'`,
    );
    return Number(calls);
  });
  await client.destroy();
  return statementsResult('PostgreSQL 18', ledgers, counts);
}

/** Counted where the reader asks, since SQLite counts nothing itself. */
async function countOnSqlite(ledgers: number): Promise<Result> {
  const folders = makeFolders(ledgers);
  const { client, observation } = await openPlugin(
    createDatabaseObservations(),
    {
      client: 'better-sqlite3',
      connection: ':memory:',
      pool: { min: 1, max: 1 },
    },
    {
      pluginId: 'bench',
      configured: { engine: 'sqlite', name: ':memory:', address: ':memory:' },
      before: folders,
      here: folders.slice(0, ledgers / 2),
    },
  );
  const counts = await eachSurvey(async () => {
    let asked = 0;
    const read = await readLedgers(
      observation,
      (db): EngineDatabase => ({
        observation: db.observation,
        read: work =>
          db.read(query =>
            work((...args) => {
              asked += 1;
              return query(...args);
            }),
          ),
      }),
    );
    expectAll(read, ledgers);
    return asked;
  });
  await client.destroy();
  return statementsResult('SQLite', ledgers, counts);
}

async function eachSurvey(count: () => Promise<number>): Promise<number[]> {
  const counts: number[] = [];
  for (let survey = 0; survey < surveys; survey += 1) {
    counts.push(await count());
  }
  return counts;
}

function expectAll(read: readonly unknown[], ledgers: number): void {
  if (read.length !== ledgers) {
    throw new Error(`The survey saw ${read.length} of ${ledgers} ledgers`);
  }
}

function statementsResult(
  engine: string,
  ledgers: number,
  counts: readonly number[],
): Result {
  const perLedger = Math.max(...counts) / ledgers;
  return {
    name: `ledgers survey, ${engine}: statements`,
    baseline: countOf(ledgers, 'ledger'),
    measured: `${median(counts)}`,
    ratio: perLedger,
    target: `≤ ${targetStatementsPerLedger} per ledger`,
    met: perLedger <= targetStatementsPerLedger,
  };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
