import { judgements, severity } from '../__testUtils__/evaluate';
import { ledger } from '../__testUtils__/facts';
import { migrationsChanged } from './migrations-changed';

describe('migrations-changed', () => {
  it.each<[string, readonly string[] | undefined, string | undefined]>([
    ['nobody compared', undefined, undefined],
    ['none has changed', [], undefined],
    ['one has changed', ['1_first.js'], 'warning'],
  ])('%s', (_, changed, expected) => {
    expect(
      severity(migrationsChanged, { ledgers: [ledger({ changed })] }),
    ).toBe(expected);
  });

  it('is an info of files that changed with the version of their package', () => {
    const changedByUpgrade = ['1_first.js'];
    expect(
      judgements(migrationsChanged, {
        ledgers: [ledger({ changedByUpgrade })],
      }),
    ).toMatchObject([
      {
        severity: 'info',
        message:
          '1 applied migration of knex_migrations changed with the version of @scope/plugin-backend: 1_first.js.',
      },
    ]);
    expect(
      severity(migrationsChanged, {
        ledgers: [ledger({ changed: ['2_second.js'], changedByUpgrade })],
      }),
    ).toBe('warning');
  });

  it('names them, and where to look', () => {
    const judged = (...changed: string[]) =>
      judgements(migrationsChanged, { ledgers: [ledger({ changed })] })[0];
    expect(judged('1_first.js')).toEqual({
      severity: 'warning',
      object: 'knex_migrations',
      message:
        '1 applied migration of knex_migrations has changed since it was first seen: 1_first.js.',
      evidence: { observed: 1, limit: 0, unit: 'migrations' },
      remedy: {
        text: 'Compare the file of @scope/plugin-backend with the version before. Knex will not run it again: what the change was to do needs a migration of its own. Where only words changed, dismiss this finding.',
      },
    });
    expect(judged('1_first.js', '2_second.js').message).toBe(
      '2 applied migrations of knex_migrations have changed since they were first seen: 1_first.js and 2_second.js.',
    );
  });
});
