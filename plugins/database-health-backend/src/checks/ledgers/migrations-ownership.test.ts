import type { Ownership } from '../../pure/facts';
import { judgements } from '../__testUtils__/evaluate';
import { ledger } from '../__testUtils__/facts';
import { migrationsOwnership } from './migrations-ownership';

const owned = (
  name: string,
  ownerId = 10,
  kind: Ownership['foreign'][number]['kind'] = 'table',
) => ({ kind, schema: 'public', name, ownerId });

const judgedOf = (...foreign: Ownership['foreign']) =>
  judgements(migrationsOwnership, {
    ownership: { role: 'back"stage', foreign },
  });

describe('migrations-ownership', () => {
  it('has nothing to say where the role owns its tables', () => {
    expect(judgedOf()).toEqual([]);
  });

  it('leaves alone what stands beside the tables of the plugin', () => {
    expect(
      judgedOf(owned('notes'), owned('knex_migrations_of_another')),
    ).toEqual([]);
    const [{ message }] = judgedOf(
      owned('knex_migrations'),
      owned('notes', 11),
    );
    expect(message).toMatch(/^1 table, knex_migrations, is owned by another/);
  });

  it('names what the role may not change, and gives it what it needs', () => {
    const [finding] = judgedOf(
      owned('knex_migrations'),
      owned('en"tities'),
      owned('seen', 10, 'view'),
    );
    expect(finding).toMatchObject({
      severity: 'warning',
      evidence: { observed: 3, limit: 0, unit: 'tables' },
    });
    expect(finding.message).not.toContain('back');
    expect(finding.remedy.sql).toBeUndefined();
    expect(finding.remedy.detailedSql?.split('\n')).toEqual([
      'alter table "public"."knex_migrations" owner to "back""stage";',
      'alter table "public"."en""tities" owner to "back""stage";',
      'alter view "public"."seen" owner to "back""stage";',
    ]);
  });

  it('is about ledgers that the plugin ran', () => {
    expect(
      judgements(migrationsOwnership, {
        ledgers: [ledger({ source: null })],
        ownership: { role: 'backstage', foreign: [owned('knex_migrations')] },
      }),
    ).toEqual([]);
  });
});
