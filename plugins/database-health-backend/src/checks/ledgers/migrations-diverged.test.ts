import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import {
  failed,
  healthyFacts,
  ledger,
  noon,
  rows,
  succeeded,
} from '../__testUtils__/facts';
import { migrationsDiverged } from './migrations-diverged';

const diverged = ledger({
  files: ['1_first.js', '3_ours.js'],
  applied: rows('1_first.js', '2_theirs.js'),
});

describe('migrations-diverged', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['the two agree', ledger(), undefined],
    ['a row has no file', ledger({ files: ['1_first.js'] }), undefined],
    ['a file has no row', ledger({ applied: rows('1_first.js') }), undefined],
    ['both', diverged, 'critical'],
    [
      'both, with list validation off',
      { ...diverged, validationDisabled: true },
      'critical',
    ],
    [
      'both, and the last run failed of it',
      { ...diverged, lastRun: failed('It is corrupt.') },
      'critical',
    ],
    [
      'both, while somebody migrates',
      { ...diverged, runningSince: noon },
      'critical',
    ],
    [
      'both, while replicas of the other version take over',
      { ...diverged, newerReplicas: 1 },
      'warning',
    ],
    [
      'both, with a lock that is held',
      { ...diverged, lockRows: [{ index: 1, isLocked: true }] },
      'critical',
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsDiverged, { ledgers: [fact] })).toBe(expected);
  });

  it('stops no start where skipMigrations is configured, unless the plugin migrates all the same', () => {
    const environment = {
      ...healthyFacts.environment,
      migrationsSkipped: true,
    };
    const judged = (fact: LedgerFact) =>
      judgements(migrationsDiverged, { ledgers: [fact], environment });
    expect(judged(diverged)).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(/next run of its migrations will fail/),
        remedy: {
          text: expect.stringMatching(/Then apply what is pending in the way/),
        },
      },
    ]);
    expect(judged({ ...diverged, lastRun: succeeded })).toMatchObject([
      {
        severity: 'critical',
        message: expect.stringMatching(/the next start of the plugin will/),
        remedy: { text: expect.stringMatching(/Then restart this version/) },
      },
    ]);
  });

  it('is skipped where nobody knows the files', () => {
    expect(
      evaluate(migrationsDiverged, {
        ledgers: [ledger({ files: null, source: null })],
      }),
    ).toEqual({
      skipped: 'Nobody knows which files belong to knex_migrations.',
    });
  });

  const messageOf = (fact: LedgerFact) =>
    judgements(migrationsDiverged, { ledgers: [fact] })[0].message;

  it('names the last common migration', () => {
    expect(messageOf(diverged)).toBe(
      'knex_migrations and its files have diverged after 1_first.js: 2_theirs.js has no file, and 3_ours.js is not applied, so the next start of the plugin will fail.',
    );
    expect(
      messageOf(
        ledger({
          files: ['1_a.js', '2_b.js'],
          applied: rows('1_x.js', '2_y.js', '3_z.js'),
          validationDisabled: true,
        }),
      ),
    ).toBe(
      'knex_migrations and its files have diverged from the first migration on: 1_x.js, 2_y.js and 3_z.js have no file, and 1_a.js and 2_b.js are not applied.',
    );
  });

  it('tells that a run has failed already, and who shares the ledger', () => {
    expect(
      messageOf({
        ...diverged,
        lastRun: failed('It is corrupt.'),
        otherSources: [{ package: null, directory: '/m' }],
      }),
    ).toContain(
      'will fail. The last run failed at 2026-01-01 11:59:00 UTC: It is corrupt. It is shared by @scope/plugin-backend and an unknown package, and Knex',
    );
  });

  it('renames the rows of files that were renamed, and nothing else', () => {
    const remedyOf = (files: string[], ...names: string[]) =>
      judgements(migrationsDiverged, {
        ledgers: [ledger({ files, applied: rows(...names) })],
      })[0].remedy;
    expect(remedyOf(['1_A.cjs', "2_it's.mts"], '1_a.js', "2_it's.js")).toEqual({
      text: expect.stringMatching(
        /^The files were renamed.+ Undo and delete nothing\..+ restart/,
      ),
      sql: [
        `update "knex_migrations" set "name" = '1_A.cjs' where "name" = '1_a.js';`,
        `update "knex_migrations" set "name" = '2_it''s.mts' where "name" = '2_it''s.js';`,
      ].join('\n'),
    });
    expect(remedyOf(['1_a.cjs', '3_c.js'], '1_a.js', '2_b.js')).toEqual({
      text: expect.stringContaining(
        'Find out what became of the other 1 file, which may have got another name, too.',
      ),
      sql: `update "knex_migrations" set "name" = '1_a.cjs' where "name" = '1_a.js';`,
    });
    expect(remedyOf(['1_a.cjs', '1_a.ts'], '1_a.js')).toEqual({
      text: expect.stringContaining('Undo and delete nothing.'),
    });
  });

  it('undoes what the other version applied, then applies its own', () => {
    const [{ remedy, evidence }] = judgements(migrationsDiverged, {
      ledgers: [
        ledger({
          files: ['1_first.js', '3_ours.js'],
          applied: rows('1_first.js', '2_theirs.js', '4_theirs.js'),
        }),
      ],
    });
    expect(evidence).toEqual({ observed: 3, limit: 0, unit: 'migrations' });
    expect(remedy.shell?.full.split('\n')).toEqual([
      expect.stringContaining('-- 4_theirs.js'),
      expect.stringContaining('-- 2_theirs.js'),
    ]);
    expect(remedy.sql).toBe(
      `delete from "knex_migrations" where "name" in ('2_theirs.js', '4_theirs.js');`,
    );
    expect(remedy.text).toMatch(
      /Then restart this version: it applies what is pending\.$/,
    );
  });
});
