import type { Engine } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import {
  failed,
  healthyFacts,
  identity,
  ledger,
  rows,
  succeeded,
} from '../__testUtils__/facts';
import { migrationsMissing } from './migrations-missing';

const files = ['1_first.js', '2_second.js', '3_third.js'];
const ownerless = ledger({ files: null, source: null });
const future = ledger({ files: ['1_first.js'] });
const skipping = { ...healthyFacts.environment, migrationsSkipped: true };

describe('migrations-missing', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['every row has a file', ledger(), undefined],
    ['a file has no row', ledger({ files }), undefined],
    ['neither rows nor files', ledger({ files: [], applied: [] }), undefined],
    ['a row has no file', future, 'critical'],
    ['no row has a file', ledger({ files: [] }), 'critical'],
    [
      'list validation is off',
      { ...future, validationDisabled: true },
      'warning',
    ],
    [
      'list validation is off, but the last run failed',
      { ...future, validationDisabled: true, lastRun: failed('It broke.') },
      'critical',
    ],
    [
      'a ledger that has diverged, which migrations-diverged tells',
      ledger({ files: ['1_first.js', '3_third.js'] }),
      undefined,
    ],
    [
      'a lock that is held beside it',
      { ...future, lockRows: [{ index: 1, isLocked: true }] },
      'critical',
    ],
    [
      'a run of a newer replica, which brings no file here',
      {
        ...future,
        activity: {
          holders: [{ pid: 1, since: 0 }],
          active: [],
          partial: false,
        },
      },
      'critical',
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsMissing, { ledgers: [fact] })).toBe(expected);
  });

  it('stops no start where skipMigrations is configured, unless the plugin migrates all the same', () => {
    const judged = (fact: LedgerFact) =>
      judgements(migrationsMissing, { ledgers: [fact], environment: skipping });
    expect(judged(future)).toMatchObject([
      {
        severity: 'warning',
        message:
          '1 applied migration of knex_migrations has no file, being of a newer version, so the next run of its migrations will fail, but no start of the plugin, where skipMigrations is configured: 2_second.js.',
      },
    ]);
    expect(judged({ ...future, lastRun: succeeded })).toMatchObject([
      {
        severity: 'critical',
        message: expect.stringContaining('the next start of the plugin will'),
      },
    ]);
  });

  it('is skipped or unknown where there is nothing to compare', () => {
    expect(
      evaluate(migrationsMissing, {
        ledgers: [ownerless, { ...ownerless, table: 'b' }],
      }),
    ).toEqual({
      skipped: 'Nobody knows which files belong to knex_migrations and b.',
    });
    expect(
      evaluate(migrationsMissing, {
        ledgers: [
          ledger({
            unreadable: { kind: 'timeout', sentence: 'It took too long.' },
          }),
        ],
      }),
    ).toEqual({
      unknown: 'knex_migrations was not read. It took too long.',
      judgements: [],
    });
  });

  it('is a warning, and told of later, while replicas of a newer version take over', () => {
    const beside = { ...future, newerReplicas: 2 };
    expect(judgements(migrationsMissing, { ledgers: [beside] })).toMatchObject([
      {
        severity: 'warning',
        openAfterMs: 15 * 60_000,
        message:
          '1 applied migration of knex_migrations is of a newer version, which 2 replicas are running: 2_second.js. This replica works on, but would not start again.',
        remedy: { text: expect.stringContaining('Undo and delete nothing') },
      },
    ]);
    const [{ remedy }] = judgements(migrationsMissing, { ledgers: [beside] });
    expect(remedy).not.toHaveProperty('sql');
    expect(remedy).not.toHaveProperty('shell');
    const refused = { ...beside, lastRun: failed('It is corrupt.') };
    expect(judgements(migrationsMissing, { ledgers: [refused] })).toMatchObject(
      [{ severity: 'critical' }],
    );
  });

  it('says whether a newer version was here', () => {
    const messageFor = (fact: LedgerFact) =>
      judgements(migrationsMissing, { ledgers: [fact] })[0].message;
    expect(messageFor(future)).toBe(
      '1 applied migration of knex_migrations has no file, being of a newer version, so the next start of the plugin will fail: 2_second.js.',
    );
    expect(messageFor({ ...future, validationDisabled: true })).toBe(
      '1 applied migration of knex_migrations has no file, being of a newer version, which the plugin accepts: 2_second.js.',
    );
    expect(
      messageFor(
        ledger({
          files: ['2_second.js'],
          applied: rows('1_first.js', '2_second.js', '3_third.js'),
        }),
      ),
    ).toBe(
      '2 applied migrations of knex_migrations have no file, so the next start of the plugin will fail: 1_first.js and 3_third.js.',
    );
    expect(messageFor(ledger({ files: [] }))).not.toContain('newer');
  });

  it('tells that a run has failed already, and who shares the ledger', () => {
    const [{ message }] = judgements(migrationsMissing, {
      ledgers: [
        {
          ...future,
          lastRun: failed('The migration directory is corrupt'),
          otherSources: [{ package: '@scope/module', directory: '/m' }],
        },
      ],
    });
    expect(message).toBe(
      '1 applied migration of knex_migrations has no file, being of a newer version, so the next start of the plugin will fail: 2_second.js. The last run failed at 2026-01-01 11:59:00 UTC: The migration directory is corrupt. It is shared by @scope/plugin-backend and @scope/module, and Knex takes the migrations of one for missing files of the other.',
    );
  });

  it('puts the way back first and the line for lost changes last', () => {
    const [{ remedy, object, evidence }] = judgements(migrationsMissing, {
      ledgers: [{ ...future, schema: 'my "schema"' }],
    });
    expect(object).toBe('my "schema".knex_migrations');
    expect(evidence).toEqual({ observed: 1, limit: 0, unit: 'migrations' });
    expect(remedy).toEqual({
      text: 'Install the version of @scope/plugin-backend that has the files. To stay with the present version, make a backup, since undoing a migration drops the tables and columns that it made, with all that is in them; then undo them in that version, the last one first, with `knex migrate:down`. Only if the changes are known to be gone from the database, delete the rows from the ledger with the line for the database; make a backup first.',
      sql: `delete from "my ""schema"""."knex_migrations" where "name" = '2_second.js';`,
    });
  });

  it('undoes the last one first, each with a line of its own', () => {
    const [{ remedy }] = judgements(migrationsMissing, {
      ledgers: [ledger({ files: [], table: 'tasks__knex_migrations' })],
      identity: identity({ name: 'portal' }),
    });
    const lines = (folder: string) =>
      ['2_second.js', '1_first.js']
        .map(
          name =>
            `npx knex migrate:down --migrations-directory=${folder} --migrations-table-name=tasks__knex_migrations --client pg --connection postgresql:///portal -- ${name}`,
        )
        .join('\n');
    expect(remedy.shell).toEqual({
      full: lines('/app/migrations'),
      withoutFolders: lines("'<folder of @scope/plugin-backend>/migrations'"),
    });
    expect(remedy.text).toContain(
      'with the lines for a shell, run in the image of that version; set PGHOST',
    );
  });

  it('writes names as literals, all of them in one line', () => {
    const sqlOn = (engine: Engine) =>
      judgements(migrationsMissing, {
        ledgers: [ledger({ files: [], applied: rows("it's.js", 'b\\.js') })],
        identity: identity({ engine }),
      })[0].remedy.sql;
    expect(sqlOn('postgres')).toBe(
      `delete from "knex_migrations" where "name" in ('it''s.js', E'b\\\\.js');`,
    );
    expect(sqlOn('mysql')).toBe(
      "delete from `knex_migrations` where convert(`name` using utf8mb4) collate utf8mb4_bin in ('it''s.js', _utf8mb4 x'625c2e6a73');",
    );
  });
});
