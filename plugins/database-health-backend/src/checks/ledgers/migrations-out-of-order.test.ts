import type { Environment, LedgerFact } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import {
  failed,
  healthyFacts,
  ledger,
  noon,
  rows,
  succeeded,
} from '../__testUtils__/facts';
import { migrationsOutOfOrder } from './migrations-out-of-order';

const late = ledger({ applied: rows('2_second.js') });

describe('migrations-out-of-order', () => {
  it.each<[string, LedgerFact, Partial<Environment>, string | undefined]>([
    ['all are applied', ledger(), {}, undefined],
    [
      'the last is pending',
      ledger({ applied: rows('1_first.js') }),
      {},
      undefined,
    ],
    ['the first is pending', late, {}, 'warning'],
    [
      'the first is pending for long',
      late,
      { uptimeSeconds: 9_000 },
      'warning',
    ],
    ['migrations are skipped', late, { migrationsSkipped: true }, undefined],
    ['a run in flight', { ...late, runningSince: noon }, {}, undefined],
    ['a failed run', { ...late, lastRun: failed('It broke.') }, {}, undefined],
    [
      'a ledger that has diverged',
      ledger({ applied: rows('2_second.js', '9_ninth.js') }),
      {},
      undefined,
    ],
    [
      'a lock that is held beside it',
      { ...late, lockRows: [{ index: 1, isLocked: true }] },
      {},
      'warning',
    ],
  ])('%s', (_, fact, environment, expected) => {
    expect(
      severity(migrationsOutOfOrder, {
        ledgers: [fact],
        environment: { ...healthyFacts.environment, ...environment },
      }),
    ).toBe(expected);
  });

  const judged = (fact: LedgerFact) =>
    judgements(migrationsOutOfOrder, { ledgers: [fact] })[0];

  it('names them, and counts what is pending besides', () => {
    expect(judged(late)).toMatchObject({
      object: 'knex_migrations',
      message:
        '1 migration of knex_migrations was not applied although later ones were: 1_first.js.',
      evidence: { observed: 1, limit: 0, unit: 'migrations' },
    });
    expect(
      judged(
        ledger({
          files: ['1.js', '2.js', '3.js', '4.js', '5.js'],
          applied: rows('3.js'),
        }),
      ).message,
    ).toBe(
      '2 migrations of knex_migrations were not applied although later ones were: 1.js and 2.js; 2 more are pending.',
    );
  });

  it('puts rows back only where this process saw them applied', () => {
    const ran = judged({
      ...ledger({
        files: ['1_first.js', '2_second.js', '3_third.js'],
        applied: [{ name: '2_second.js', batch: 7, appliedAt: null }],
      }),
      lastRun: succeeded,
    });
    expect(ran.remedy.sql).toBe(
      `insert into "knex_migrations" ("name", "batch", "migration_time") values ('1_first.js', 1, current_timestamp), ('3_third.js', 7, current_timestamp);`,
    );
    const { remedy } = judged(late);
    expect(remedy.sql).toBeUndefined();
    expect(remedy.shell?.full).toMatch(/^npx knex migrate:latest --/);
    expect(remedy.text).toMatch(/^Make sure that what was not applied may run/);
  });
});
