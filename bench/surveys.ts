import { askServer } from '../e2e/serverTruth';
import type { Relations } from '../plugins/database-health-backend/src/pure/facts';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { progress } from './progress';
import { median, type Result } from './result';
import { counted } from './surveys/counted';
import { makeDatabases, makeSchema, type Target } from './surveys/databases';
import {
  canReportTables,
  type Exporter,
  exporterVersion,
  startExporter,
} from './surveys/exporter';
import {
  type Report,
  startSurveyor,
  type Surveyor,
} from './surveys/startSurveyor';

/**
 * Wall time per plugin database, of what the exporter takes that reports tables;
 * for many databases and for the largest schema.
 */
const targetRatio = 1;

/** Time per table in the largest schema, of that in the smallest. */
const targetLinearity = 1.5;

/** A survey of one plugin database gives up after this. */
const deadlineMs = 20_000;

const databaseCount = 100;
const tablesPerDatabase = 100;
const schemaTables = [1_250, 2_500, 5_000, 10_000];
const rounds = 5;

/** What each does in one round, by turns. */
interface Round {
  ours: Measured;
  /** The exporter, set to nothing but to discover databases: it reports no tables. */
  plain?: Measured;
  /** The exporter, set to report tables, too, without their sizes. */
  tables?: Measured;
}

type Measured = { tookMs: number; peakBytes: number; statements: number };

interface Exporters {
  plain?: Exporter;
  tables?: Exporter;
}

/**
 * Surveys many plugin databases, and ever larger ones in schema mode, beside
 * Prometheus' exporter for PostgreSQL, which scrapes the same server by turns.
 */
export async function run(): Promise<Result[]> {
  const version = exporterVersion();
  progress(
    version
      ? `surveys: beside prometheus-postgres-exporter ${version}`
      : 'surveys: prometheus-postgres-exporter is not installed, so ours stand alone',
  );
  return [...(await surveyDatabases()), ...(await surveySchemas())];
}

async function withServer<T>(
  work: (server: PostgresServer) => Promise<T>,
): Promise<T> {
  const server = await startPostgres({
    settings: {
      max_connections: '500',
      shared_preload_libraries: 'pg_stat_statements',
      'pg_stat_statements.max': '10000',
      // It would change sizes and use the processors at its own time.
      autovacuum: 'off',
    },
  });
  try {
    await askServer(server, 'create extension pg_stat_statements');
    return await work(server);
  } finally {
    await server.dispose();
  }
}

async function takeRounds(
  server: PostgresServer,
  surveyor: Surveyor,
  exporters: Exporters,
): Promise<{ first: Round; others: Round[] }> {
  const survey = async () => {
    const report = await counted(server, () => surveyor.survey());
    if (report.failures.length > 0) {
      throw new Error(`Not read: ${report.failures.slice(0, 5).join('; ')}`);
    }
    return report;
  };
  const scrape = async (exporter: Exporter | undefined) =>
    exporter && counted(server, () => exporter.scrape());
  const takers = {
    ours: survey,
    plain: () => scrape(exporters.plain),
    tables: () => scrape(exporters.tables),
  };
  const names = ['ours', 'plain', 'tables'] as const;
  const all: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const taken: Partial<Round> = {};
    // Each comes first, second and third equally often.
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      taken[name] = await takers[name]();
    }
    all.push(taken as Round);
  }
  const [first, ...others] = all;
  return { first, others };
}

async function surveyDatabases(): Promise<Result[]> {
  return withServer(async server => {
    progress(
      `surveys: making ${databaseCount} databases of ${tablesPerDatabase} tables`,
    );
    const targets = await makeDatabases(
      server,
      databaseCount,
      tablesPerDatabase,
    );
    return compare(
      server,
      targets,
      `${databaseCount} databases of ${tablesPerDatabase} tables`,
      { isHeld: true },
    );
  });
}

async function compare(
  server: PostgresServer,
  targets: readonly Target[],
  name: string,
  { isHeld, only }: { isHeld: boolean; only?: string },
): Promise<Result[]> {
  const surveyor = await startSurveyor(server, targets);
  const exporters: Exporters = {};
  try {
    if (exporterVersion()) {
      exporters.plain = await startExporter(server, { only });
    }
    if (exporterVersion() && canReportTables()) {
      exporters.tables = await startExporter(server, {
        only,
        withTables: true,
      });
    }
    const taken = await takeRounds(server, surveyor, exporters);
    const results = resultsOf(name, targets.length, taken, isHeld);
    for (const { name: what, baseline, measured } of results) {
      progress(`${what}: ${baseline}, ours ${measured}`);
    }
    return results;
  } finally {
    await exporters.plain?.stop();
    await exporters.tables?.stop();
    await surveyor.stop();
  }
}

function resultsOf(
  name: string,
  databases: number,
  { first, others }: { first: Round; others: readonly Round[] },
  isHeld: boolean,
): Result[] {
  const line = (
    what: string,
    rounds_: readonly Round[],
    against: 'plain' | 'tables',
    amountOf: (each: Measured) => number,
    print: (amount: number) => string,
  ): Result => {
    const ours = rounds_.map(round => amountOf(round.ours));
    const theirs = rounds_.flatMap(round => {
      const scrape = round[against];
      return scrape ? [amountOf(scrape)] : [];
    });
    const known = theirs.length === ours.length;
    return {
      name: `surveys, ${name}: ${what}${
        against === 'plain' ? ', exporter that reports no tables' : ''
      }`,
      baseline: known ? print(median(theirs)) : 'not installed',
      measured: print(median(ours)),
      ratio: known ? median(ours.map((each, i) => each / theirs[i])) : NaN,
    };
  };
  const wallTime = ({ tookMs }: Measured) => tookMs / databases;
  const compared = line(
    'per database',
    others,
    'tables',
    wallTime,
    milliseconds,
  );
  return [
    {
      ...compared,
      ...(isHeld &&
        Number.isFinite(compared.ratio) && {
          target: `≤ ${targetRatio}`,
          met: compared.ratio <= targetRatio,
        }),
    },
    line('per database', others, 'plain', wallTime, milliseconds),
    line('the first time', [first], 'tables', wallTime, milliseconds),
    line('statements', others, 'tables', each => each.statements, String),
    line('peak memory', others, 'tables', each => each.peakBytes, mebibytes),
  ];
}

function milliseconds(amount: number): string {
  return `${amount.toFixed(1)} ms`;
}

function mebibytes(amount: number): string {
  return `${(amount / 1_024 ** 2).toFixed(0)} MiB`;
}

async function surveySchemas(): Promise<Result[]> {
  return withServer(async server => {
    const results: Result[] = [];
    const perTableMs: number[] = [];
    let target: Target | undefined;
    for (const tableCount of schemaTables) {
      progress(`surveys: making a schema of ${tableCount} tables`);
      target = await makeSchema(server, tableCount);
      const found = await compare(
        server,
        [target],
        `a schema of ${tableCount} tables`,
        {
          only: target.database,
          isHeld: tableCount === Math.max(...schemaTables),
        },
      );
      results.push(...found);
      const firstTime = found.find(({ name }) => name.includes('first time'))!;
      perTableMs.push(parseFloat(firstTime.measured) / tableCount);
    }
    const [smallest] = perTableMs;
    const largest = perTableMs[perTableMs.length - 1];
    return [
      ...results,
      {
        name: `surveys: time per table at the first time, ${
          schemaTables[schemaTables.length - 1]
        } against ${schemaTables[0]}`,
        baseline: `${(smallest * 1_000).toFixed(1)} µs`,
        measured: `${(largest * 1_000).toFixed(1)} µs`,
        ratio: largest / smallest,
        target: `≤ ${targetLinearity}`,
        met: largest / smallest <= targetLinearity,
      },
      await surveyWhileLocked(server, target!),
    ];
  });
}

/** One session has the largest table for itself; what is said of the rest is as before. */
async function surveyWhileLocked(
  server: PostgresServer,
  target: Target,
): Promise<Result> {
  progress('surveys: locking the largest table');
  const surveyor = await startSurveyor(server, [target]);
  const locking = new Client(server.connection(target.database));
  await locking.connect();
  try {
    const before = await surveyor.survey('survey and report');
    const [largest] = relationsOf(before).tables;
    await locking.query('begin');
    await locking.query(
      `lock table "${target.schema}"."${largest.name}" in access exclusive mode`,
    );
    const during = await surveyor.survey('survey and report');
    // Reading the ledgers is itself a use of their indexes.
    const others = ({ tables, indexes }: Relations) =>
      JSON.stringify([
        tables.filter(({ name }) => name !== largest.name),
        (indexes ?? []).map(({ name, bytes }) => [name, bytes]),
      ]);
    const approximate = relationsOf(during).tables.filter(
      table => table.approximate,
    );
    const restIsExact =
      others(relationsOf(before)) === others(relationsOf(during)) &&
      approximate.length === 1 &&
      approximate[0].name === largest.name;
    return {
      name: `surveys, the largest table locked: ${
        restIsExact ? 'the rest is exact' : 'the rest is NOT exact'
      }`,
      baseline: milliseconds(before.tookMs),
      measured: milliseconds(during.tookMs),
      ratio: during.tookMs / before.tookMs,
      target: `< ${deadlineMs / 1_000} s, the rest exact`,
      met: restIsExact && during.tookMs < deadlineMs,
    };
  } finally {
    await locking.end();
    await surveyor.stop();
  }
}

function relationsOf({ relations, failures }: Report): Relations {
  if (!relations?.length) {
    throw new Error(`No relations were read: ${failures.join('; ')}`);
  }
  return relations[0];
}
