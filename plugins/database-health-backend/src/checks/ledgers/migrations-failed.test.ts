import type { Engine } from 'backstage-plugin-database-health-common';
import type { Failure } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import {
  failed,
  identity,
  ledger,
  noon,
  rows,
  succeeded,
} from '../__testUtils__/facts';
import { migrationsFailed } from './migrations-failed';

const broke = ledger({
  applied: rows('1_first.js'),
  lastRun: failed('The migration "2_second.js" failed. It broke.'),
});

const denied: Failure = { kind: 'permission', sentence: 'It may not.' };

describe('migrations-failed', () => {
  it.each<[string, LedgerFact, string | undefined]>([
    ['no run', ledger(), undefined],
    ['a run that succeeded', ledger({ lastRun: succeeded }), undefined],
    ['a run that failed', broke, 'critical'],
    [
      'a run that failed, and whose migrations another replica applied',
      { ...broke, applied: rows('1_first.js', '2_second.js') },
      'critical',
    ],
    ['another attempt', { ...broke, runningSince: noon }, undefined],
    [
      'a run that failed beside one of another replica',
      {
        ...broke,
        activity: {
          holders: [{ pid: 1, since: noon }],
          active: [],
          partial: false,
        },
      },
      'critical',
    ],
    [
      'a run that failed on files that were not there',
      { ...broke, files: null },
      'critical',
    ],
    [
      'rows without a file, which migrations-missing tells',
      { ...broke, files: [] },
      undefined,
    ],
    [
      'a run that failed on a ledger that cannot be read',
      { ...broke, applied: [], lockRows: null, unreadable: denied },
      'critical',
    ],
    [
      'a run that failed on a lock that is still held',
      {
        ...broke,
        lockRows: [{ index: 1, isLocked: true }],
        lastRun: failed('Migration table is already locked'),
      },
      'critical',
    ],
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsFailed, { ledgers: [fact] })).toBe(expected);
  });

  const judged = (fact: LedgerFact, engine: Engine = 'postgres') =>
    judgements(migrationsFailed, {
      ledgers: [fact],
      identity: identity({ engine }),
    })[0];

  it('is unknown where a ledger cannot be read of which no run is known', () => {
    const unread = ledger({ table: 'other', unreadable: denied });
    expect(evaluate(migrationsFailed, { ledgers: [unread, broke] })).toEqual({
      unknown: 'other was not read. It may not.',
      judgements: [expect.objectContaining({ object: 'knex_migrations' })],
    });
  });

  it.each([
    ['the following files are missing: 0.js', 'By now every row has its file.'],
    ['Migration table is already locked', 'By now the lock is free.'],
  ])('says of "%s" what is mended, and that a restart will do', (why, over) => {
    const {
      severity: how,
      message,
      remedy,
    } = judged(ledger({ lastRun: failed(why) }));
    expect(how).toBe('critical');
    expect(message).toContain(over);
    expect(remedy).toEqual({ text: expect.stringMatching(/^Restart the/) });
  });

  it('tells when and why, the file included', () => {
    expect(judged(broke)).toMatchObject({
      object: 'knex_migrations',
      message:
        'The last run of the migrations of knex_migrations failed at 2026-01-01 11:59:00 UTC: The migration "2_second.js" failed. It broke.',
      evidence: { observed: 1, limit: 0, unit: 'failed runs' },
    });
    expect(
      judged(ledger({ lastRun: { ...succeeded, outcome: 'failed' } })).message,
    ).toMatch(/: nobody knows why\.$/);
  });

  it('runs it by hand after it was mended', () => {
    const { remedy } = judged(broke);
    expect(remedy.shell?.full).toMatch(/^npx knex migrate:latest --/);
    expect(remedy.sql).toBeUndefined();
    expect(remedy.text).toContain('A migration that ran without a transaction');
    expect(judged(broke, 'mysql').remedy.text).toContain(
      'may be half applied, even one in a transaction',
    );
  });

  it('has nothing to mend where another run was in the way', () => {
    const { remedy } = judged({
      ...broke,
      lockRows: [{ index: 1, isLocked: true }],
      lastRun: failed('Migration table is already locked'),
    });
    expect(remedy).toEqual({
      text: expect.stringMatching(/^Wait until no process is migrating/),
    });
  });

  it('names the packages that share the ledger', () => {
    const shared: LedgerFact = {
      ...broke,
      otherSources: [
        { package: null, directory: null },
        { package: '@scope/module', directory: '/m' },
      ],
    };
    expect(judged(shared).message).toMatch(
      / It is shared by @scope\/plugin-backend, migrations made in code and @scope\/module, and Knex takes the migrations of one for missing files of the other\.$/,
    );
    expect(judged(shared).remedy.text).toMatch(/^Give each of the packages/);
    expect(
      judged({ ...shared, validationDisabled: true }).message,
    ).not.toContain('shared');
  });
});
