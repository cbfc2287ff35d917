import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { failed, healthyFacts, ledger } from '../__testUtils__/facts';
import { migrationsUntracked } from './migrations-untracked';

const ownerless = ledger({ source: null, files: null });
const shared = ledger({
  otherSources: [{ package: '@scope/module', directory: '/m' }],
});
const withTables = (tables: number) => ({ ...healthyFacts.size, tables });

describe('migrations-untracked', () => {
  it.each<[string, readonly LedgerFact[], number, string | undefined]>([
    ['a ledger with its files', [ledger()], 30, undefined],
    [
      'a ledger of migrations in code',
      [ledger({ source: { package: null, directory: null } })],
      30,
      undefined,
    ],
    ['a ledger that nobody owns', [ownerless], 30, 'info'],
    ['neither tables nor ledgers', [], 0, undefined],
    ['tables and no ledger', [], 1, 'info'],
    ['a ledger of two packages', [shared], 30, 'info'],
    [
      'one that they may share',
      [{ ...shared, validationDisabled: true }],
      30,
      undefined,
    ],
    [
      'one that failed, which migrations-failed tells',
      [{ ...shared, lastRun: failed('It broke.') }],
      30,
      undefined,
    ],
    [
      'one that misses files, which migrations-missing tells',
      [{ ...shared, files: [] }],
      30,
      undefined,
    ],
    [
      'one that has diverged, which migrations-diverged tells',
      [{ ...shared, files: ['3_third.js'] }],
      30,
      undefined,
    ],
  ])('%s', (_, ledgers, tables, expected) => {
    expect(
      severity(migrationsUntracked, { ledgers, size: withTables(tables) }),
    ).toBe(expected);
  });

  it('is unknown where a ledger was not read', () => {
    const unread = ledger({
      unreadable: { kind: 'timeout', sentence: 'It took too long.' },
    });
    expect(
      evaluate(migrationsUntracked, { ledgers: [unread, ownerless] }),
    ).toEqual({
      unknown: 'knex_migrations was not read. It took too long.',
      judgements: [expect.objectContaining({ severity: 'info' })],
    });
  });

  it('tells what it is about', () => {
    const told = (ledgers: readonly LedgerFact[]) => {
      const [{ object, message, evidence }] = judgements(migrationsUntracked, {
        ledgers,
        size: withTables(12),
      });
      return { object, message, evidence };
    };
    expect(told([{ ...ownerless, schema: 'x' }])).toEqual({
      object: 'x.knex_migrations',
      message:
        'Nobody knows which files belong to x.knex_migrations, in which 2 migrations are applied.',
      evidence: { observed: 2, limit: null, unit: 'applied migrations' },
    });
    expect(told([])).toEqual({
      object: undefined,
      message:
        'The database has 12 tables and no ledger, so nobody can say whether they are what the plugin expects.',
      evidence: { observed: 12, limit: null, unit: 'tables' },
    });
    expect(told([shared])).toEqual({
      object: 'knex_migrations',
      message:
        'knex_migrations belongs to more than one package. It is shared by @scope/plugin-backend and @scope/module, and Knex takes the migrations of one for missing files of the other.',
      evidence: { observed: 2, limit: 1, unit: 'sources' },
    });
  });
});
