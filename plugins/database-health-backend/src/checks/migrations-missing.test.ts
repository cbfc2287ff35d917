import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { evaluate, judgements, severity } from './__testUtils__/evaluate';
import { ledger, rows } from './__testUtils__/facts';
import { migrationsMissing } from './migrations-missing';

const files = ['1_first.js', '2_second.js', '3_third.js'];
const unclaimed = ledger({ files: null, source: null });
const future = ledger({ files: ['1_first.js'] });

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
  ])('%s', (_, fact, expected) => {
    expect(severity(migrationsMissing, { ledgers: [fact] })).toBe(expected);
  });

  it('is skipped or unknown where there is nothing to compare', () => {
    expect(
      evaluate(migrationsMissing, {
        ledgers: [unclaimed, { ...unclaimed, table: 'b' }],
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

  it('puts the way back first and the line for lost changes last', () => {
    const [{ remedy, object, evidence }] = judgements(migrationsMissing, {
      ledgers: [{ ...future, schema: 'my "schema"' }],
    });
    expect(object).toBe('my "schema".knex_migrations');
    expect(evidence).toEqual({ observed: 1, limit: 0, unit: 'migrations' });
    expect(remedy.text).toContain(
      'Install the version of @scope/plugin-backend that has the files',
    );
    expect(remedy.text).toContain(
      'Only where the changes are known to be gone',
    );
    expect(remedy.sql).toBe(
      `delete from "my ""schema"""."knex_migrations" where "name" = '2_second.js';`,
    );
  });

  it('writes names as literals, all of them in one line', () => {
    const [{ remedy }] = judgements(migrationsMissing, {
      ledgers: [ledger({ files: [], applied: rows("it's.js", 'b.js') })],
    });
    expect(remedy.sql).toBe(
      `delete from "knex_migrations" where "name" in ('it''s.js', 'b.js');`,
    );
  });
});
