import type {
  Environment,
  LedgerFact,
  LedgerRun,
} from 'backstage-plugin-database-health-node';
import { evaluate, judgements, severity } from './__testUtils__/evaluate';
import { healthyFacts, ledger, noon, rows } from './__testUtils__/facts';
import { migrationsPending } from './migrations-pending';

const environment = (overrides: Partial<Environment> = {}) => ({
  ...healthyFacts.environment,
  ...overrides,
});
const young = environment({ uptimeSeconds: 10 });
const oneApplied = ledger({ applied: rows('1_first.js') });
const succeeded: LedgerRun = {
  at: noon - 60_000,
  durationMs: 900,
  outcome: 'succeeded',
};

describe('migrations-pending', () => {
  it.each<[string, LedgerFact, Environment, string | undefined]>([
    ['all are applied', ledger(), young, undefined],
    [
      'there are no files',
      ledger({ files: [], applied: [] }),
      young,
      undefined,
    ],
    ['one is not applied yet', oneApplied, young, 'warning'],
    [
      'one is not applied after 5 min',
      oneApplied,
      environment({ uptimeSeconds: 300 }),
      'warning',
    ],
    [
      'one is not applied after more than 5 min',
      oneApplied,
      environment({ uptimeSeconds: 301 }),
      'critical',
    ],
    [
      'migrations are skipped',
      oneApplied,
      environment({ uptimeSeconds: 9_000, migrationsSkipped: true }),
      'info',
    ],
    ['none was ever applied', ledger({ applied: [] }), young, 'warning'],
    ['a row has no file', ledger({ files: ['1_first.js'] }), young, undefined],
  ])('%s', (_, fact, process, expected) => {
    expect(
      severity(migrationsPending, { ledgers: [fact], environment: process }),
    ).toBe(expected);
  });

  it('is skipped where there is nothing to compare', () => {
    expect(evaluate(migrationsPending, { ledgers: [] })).toEqual({
      skipped: 'This plugin database has no ledger.',
    });
    const unclaimed = ledger({ files: null, source: null });
    expect(evaluate(migrationsPending, { ledgers: [unclaimed] })).toEqual({
      skipped: 'Nobody knows which files belong to knex_migrations.',
    });
  });

  it('judges the ledgers with files beside one without', () => {
    const unclaimed = ledger({ table: 'other', files: null, source: null });
    expect(
      judgements(migrationsPending, { ledgers: [unclaimed, oneApplied] }),
    ).toMatchObject([{ object: 'knex_migrations' }]);
  });

  it('is unknown where a ledger was not read, beside what it finds', () => {
    const unread = ledger({
      table: 'other',
      applied: [],
      lockRows: null,
      unreadable: { kind: 'locked', sentence: 'Another session locks it.' },
    });
    expect(
      evaluate(migrationsPending, { ledgers: [unread, oneApplied] }),
    ).toEqual({
      unknown: 'other was not read. Another session locks it.',
      judgements: [expect.objectContaining({ object: 'knex_migrations' })],
    });
    expect(evaluate(migrationsPending, { ledgers: [unread] })).toEqual({
      unknown: 'other was not read. Another session locks it.',
      judgements: [],
    });
  });

  it('is unknown where the files of a ledger could not be listed', () => {
    const withoutList = ledger({ table: 'other', files: null });
    expect(
      evaluate(migrationsPending, { ledgers: [withoutList, oneApplied] }),
    ).toEqual({
      unknown: 'The files of other could not be listed.',
      judgements: [expect.objectContaining({ object: 'knex_migrations' })],
    });
  });

  it('speaks of each ledger by its name', () => {
    const inSchema = { ...oneApplied, schema: 'catalog' };
    const found = judgements(migrationsPending, {
      ledgers: [oneApplied, inSchema, ledger({ table: 'fine' })],
    });
    expect(found.map(({ object }) => object)).toEqual([
      'knex_migrations',
      'catalog.knex_migrations',
    ]);
  });

  it('names the first three', () => {
    const files = ['1.js', '2.js', '3.js', '4.js', '5.js', '6.js', '7.js'];
    const message = (applied: number) =>
      judgements(migrationsPending, {
        ledgers: [ledger({ files, applied: rows(...files.slice(0, applied)) })],
      })[0].message;
    expect(message(6)).toBe('1 migration is pending in knex_migrations: 7.js.');
    expect(message(5)).toBe(
      '2 migrations are pending in knex_migrations: 6.js and 7.js.',
    );
    expect(message(0)).toBe(
      '7 migrations are pending in knex_migrations: 1.js, 2.js, 3.js and 4 more.',
    );
  });

  it('advises a restart, and the command line where it can do the same', () => {
    const remedyOf = (fact: LedgerFact) =>
      judgements(migrationsPending, { ledgers: [fact] })[0].remedy;
    expect(remedyOf(oneApplied)).toEqual({
      text: 'Restart the backend: the plugin applies them when it starts. By hand: `npx knex migrate:latest --migrations-directory /app/migrations --migrations-table-name knex_migrations --client <client> --connection <connection>`',
    });
    const odd = {
      ...oneApplied,
      source: { package: null, directory: "/it's here" },
    };
    expect(remedyOf(odd).text).toContain(
      "--migrations-directory '/it'\\''s here' --migrations",
    );
    const plain =
      'Restart the backend: the plugin applies them when it starts.';
    const inCode = {
      ...oneApplied,
      source: { package: null, directory: null },
    };
    expect(remedyOf(inCode)).toEqual({ text: plain });
    expect(remedyOf({ ...oneApplied, schema: 'catalog' })).toEqual({
      text: plain,
    });
  });

  it('offers to put back rows only where this process saw them applied', () => {
    const sqlAfter = (lastRun: LedgerRun | undefined) =>
      judgements(migrationsPending, {
        ledgers: [
          ledger({
            files: ["1_it's.js", '2_second.js', '3_third.js', '4_fourth.js'],
            applied: [
              { name: '2_second.js', batch: 7, appliedAt: null },
              { name: '4_fourth.js', batch: 8, appliedAt: null },
            ],
            lastRun,
          }),
        ],
      })[0].remedy.sql;
    expect(sqlAfter(succeeded)).toBe(
      `insert into "knex_migrations" ("name", "batch", "migration_time") values ('1_it''s.js', 1, current_timestamp), ('3_third.js', 7, current_timestamp);`,
    );
    expect(sqlAfter({ ...succeeded, outcome: 'failed' })).toBeUndefined();
    expect(sqlAfter(undefined)).toBeUndefined();
  });
});
