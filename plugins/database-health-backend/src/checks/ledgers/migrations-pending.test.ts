import type {
  Environment,
  Identity,
  LedgerFact,
  LedgerRun,
} from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import {
  failed,
  healthyFacts,
  identity,
  ledger,
  noon,
  rows,
  succeeded,
} from '../__testUtils__/facts';
import { migrationsPending } from './migrations-pending';

const environment = (overrides: Partial<Environment> = {}) => ({
  ...healthyFacts.environment,
  ...overrides,
});
const idle = { holders: [], active: [], partial: false };
const young = environment({ uptimeSeconds: 10 });
const oneApplied = ledger({ applied: rows('1_first.js') });

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
      'one is not applied before 5 min',
      oneApplied,
      environment({ uptimeSeconds: 299 }),
      'warning',
    ],
    [
      'one is not applied after 5 min',
      oneApplied,
      environment({ uptimeSeconds: 300 }),
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
    [
      'a lock that is held beside it',
      { ...oneApplied, lockRows: [{ index: 1, isLocked: true }] },
      young,
      'warning',
    ],
    [
      'a run that may be about to apply it',
      { ...oneApplied, runningSince: noon },
      young,
      undefined,
    ],
    [
      'a run elsewhere, where migrations are skipped here',
      {
        ...oneApplied,
        activity: { ...idle, holders: [{ pid: 1, since: noon }] },
      },
      environment({ migrationsSkipped: true }),
      undefined,
    ],
    [
      'a ledger that has diverged, which migrations-diverged tells',
      ledger({ files: ['1_first.js', '3_third.js'] }),
      young,
      undefined,
    ],
    [
      'a ledger out of order, which migrations-out-of-order tells',
      ledger({ applied: rows('2_second.js') }),
      young,
      undefined,
    ],
    [
      'the same where migrations are skipped',
      ledger({ applied: rows('2_second.js') }),
      environment({ migrationsSkipped: true }),
      'info',
    ],
    [
      'a run that failed, which migrations-failed tells',
      { ...oneApplied, lastRun: failed('It broke.') },
      young,
      undefined,
    ],
  ])('%s', (_, fact, process, expected) => {
    expect(
      severity(migrationsPending, { ledgers: [fact], environment: process }),
    ).toBe(expected);
  });

  it('is skipped where there is nothing to compare', () => {
    expect(evaluate(migrationsPending, { ledgers: [] })).toEqual({
      skipped: 'This plugin database has no ledger.',
    });
    const ownerless = ledger({ files: null, source: null });
    expect(evaluate(migrationsPending, { ledgers: [ownerless] })).toEqual({
      skipped: 'Nobody knows which files belong to knex_migrations.',
    });
  });

  it('judges the ledgers with files beside one without', () => {
    const ownerless = ledger({ table: 'other', files: null, source: null });
    expect(
      judgements(migrationsPending, { ledgers: [ownerless, oneApplied] }),
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

  const remedyOf = (fact: LedgerFact, database = identity()) =>
    judgements(migrationsPending, { ledgers: [fact], identity: database })[0]
      .remedy;

  it('advises a restart, and the line for a shell that does the same', () => {
    expect(remedyOf(oneApplied)).toEqual({
      text: 'Restart the backend: the plugin applies them when it starts. The line for a shell does the same by hand; set PGHOST, PGPORT, PGUSER and PGPASSWORD to the server and the user of the plugin.',
      shell: {
        full: 'npx knex migrate:latest --migrations-directory=/app/migrations --migrations-table-name=knex_migrations --client pg --connection postgresql:///backstage_plugin_catalog',
        withoutFolders: `npx knex migrate:latest --migrations-directory='<folder of @scope/plugin-backend>/migrations' --migrations-table-name=knex_migrations --client pg --connection postgresql:///backstage_plugin_catalog`,
      },
    });
  });

  it('has no line where Knex’s command line could not do it', () => {
    const inCode = {
      ...oneApplied,
      source: { package: null, directory: null },
    };
    expect(remedyOf(inCode)).toEqual({
      text: 'Restart the backend: the plugin applies them when it starts.',
    });
  });

  it('leaves it to those who skip migrations how to apply them', () => {
    const [{ remedy }] = judgements(migrationsPending, {
      ledgers: [oneApplied],
      environment: environment({ migrationsSkipped: true }),
    });
    expect(remedy.text).toMatch(
      /^Apply them in the way that replaces the plugin’s own migrations\. The line/,
    );
  });

  describe('where the table of a ledger is gone that this process has seen', () => {
    const lost = ledger({ absent: true, applied: [], lastRun: succeeded });
    const judgedWith = (tables: number, fact = lost) =>
      judgements(migrationsPending, {
        ledgers: [fact],
        size: { bytes: 1, approximate: false, tables },
      })[0];

    it('asks what became of an empty database before it is filled again', () => {
      const { severity: how, message, remedy } = judgedWith(0);
      expect(how).toBe('critical');
      expect(message).toBe(
        'The database is empty: knex_migrations, which was up to date when this backend started, is gone with all that its 2 migrations had made.',
      );
      expect(remedy.text).toMatch(
        /^Find out first .+renamed.+ restore .+ Only if what was in it may be lost/,
      );
      expect(remedy.sql).toBeUndefined();
      expect(remedy.shell?.full).toContain('migrate:latest');
    });

    it('makes the table again where it alone is gone', () => {
      const { message, remedy } = judgedWith(12);
      expect(message).toMatch(/^The table knex_migrations is gone/);
      expect(remedy.sql?.split('\n')).toEqual([
        expect.stringMatching(/^create table if not exists "knex_migrations" /),
        expect.stringMatching(
          /^insert into "knex_migrations" .*'1_first.js', 1/,
        ),
        expect.stringMatching(/^create table if not exists .*_lock" /),
        expect.stringMatching(
          /^insert into "knex_migrations_lock" .*not exists/,
        ),
      ]);
    });

    it('takes a ledger that was never there for one of a first start', () => {
      expect(
        judgedWith(0, ledger({ absent: true, applied: [] })),
      ).toMatchObject({
        severity: 'critical',
        message: expect.stringMatching(/^2 migrations are pending/),
        remedy: { text: expect.stringMatching(/^Restart the backend/) },
      });
    });
  });

  it('offers to put back rows only where this process saw them applied', () => {
    const sqlAfter = (lastRun: LedgerRun | undefined, database?: Identity) =>
      remedyOf(
        ledger({
          files: ['1_first.js', "2_it's.js", '3_third.js'],
          applied: [{ name: '1_first.js', batch: 7, appliedAt: null }],
          lastRun,
        }),
        database,
      ).sql;
    expect(sqlAfter(succeeded)).toBe(
      `insert into "knex_migrations" ("name", "batch", "migration_time") values ('2_it''s.js', 7, current_timestamp), ('3_third.js', 7, current_timestamp);`,
    );
    expect(sqlAfter(succeeded, identity({ engine: 'mysql' }))).toBe(
      "insert into `knex_migrations` (`name`, `batch`, `migration_time`) values ('2_it''s.js', 7, current_timestamp), ('3_third.js', 7, current_timestamp);",
    );
    expect(sqlAfter(undefined)).toBeUndefined();
  });

  it('offers batch 1 where no row is left', () => {
    expect(remedyOf(ledger({ applied: [], lastRun: succeeded })).sql).toContain(
      "('1_first.js', 1, current_timestamp), ('2_second.js', 1,",
    );
  });
});
