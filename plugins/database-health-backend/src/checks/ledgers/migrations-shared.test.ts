import type { LedgerFact } from '../../pure/facts';
import { evaluate, judgements } from '../__testUtils__/evaluate';
import { failed, identity, ledger, rows } from '../__testUtils__/facts';
import { checks } from '..';
import { migrationsShared } from './migrations-shared';

const sharedBy = {
  pluginIds: ['notifications', 'user-settings'],
  isFirst: true,
};

/** With a row of the other plugin, which this one refused. */
const shared = (overrides: Partial<LedgerFact> = {}) =>
  ledger({
    files: ['1_first.js', '3_third.js'],
    applied: rows('1_first.js', '2_theirs.js'),
    lastRun: failed('the following files are missing: 2_theirs.js'),
    sharedBy,
    ...overrides,
  });

describe('migrations-shared', () => {
  it('has nothing to say of a ledger of one plugin', () => {
    expect(judgements(migrationsShared)).toEqual([]);
  });

  it('names the plugins, once, and where they are', () => {
    const [finding, ...others] = judgements(migrationsShared, {
      ledgers: [
        shared(),
        shared({ table: 'b', sharedBy: { ...sharedBy, isFirst: false } }),
      ],
      identity: identity({ name: 'portal' }),
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'critical',
      object: 'knex_migrations',
      message:
        '2 plugins share the database portal and its ledger knex_migrations, notifications and user-settings: Knex takes the migrations of one for missing files of the others, so their next start will fail.',
      evidence: { observed: 2, limit: 1, unit: 'plugins' },
    });
  });

  it.each([
    ['postgres', /pluginDivisionMode: schema/],
    ['mysql', /a database of its own/],
    ['sqlite', /a file of its own/],
  ] as const)('says on %s how each gets its own', (engine, how) => {
    const [{ remedy }] = judgements(migrationsShared, {
      ledgers: [shared()],
      identity: identity({ engine }),
    });
    expect(remedy).toEqual({ text: expect.stringMatching(how) });
    expect(remedy.text).toMatch(/^Delete and undo nothing/);
  });

  it('leaves no line of another check that would touch a row of either', () => {
    const facts = {
      ledgers: [
        shared(),
        shared({
          table: 'b',
          applied: rows('2_theirs.js'),
          lastRun: undefined,
        }),
        shared({ table: 'c', applied: [], lastRun: undefined }),
        shared({ table: 'd', applied: rows('3_third.js'), lastRun: undefined }),
      ],
    };
    for (const check of checks.filter(({ id }) =>
      id.startsWith('migrations-'),
    )) {
      const outcome = evaluate(check, facts);
      const judged = 'unknown' in outcome ? outcome.judgements : outcome;
      for (const { remedy } of Array.isArray(judged) ? judged : []) {
        expect(remedy?.sql).toBeUndefined();
        expect(remedy?.shell).toBeUndefined();
      }
    }
    const [missing] = checks.filter(({ id }) => id === 'migrations-diverged');
    expect(evaluate(missing, facts)).toEqual({
      unknown:
        'knex_migrations holds the migrations of notifications and user-settings; see Shared migrations.',
      judgements: [],
    });
  });
});
