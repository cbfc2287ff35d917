import createKnex from 'knex';
import { dialectOf, dialects } from './dialects';

describe('dialects', () => {
  it.each([
    ['postgres', `"a b"."c""d\`e"`],
    ['sqlite', `"a b"."c""d\`e"`],
    ['mysql', '`a b`.`c"d``e`'],
  ] as const)('quotes as %s does', (engine, expected) => {
    expect(dialects[engine].identifier('a b', 'c"d`e')).toBe(expected);
  });

  it.each([
    ['pg', 'postgres'],
    ['mysql2', 'mysql'],
    ['better-sqlite3', 'sqlite'],
  ] as const)('knows a client of Knex by %s', async (client, engine) => {
    const knex = createKnex({ client, useNullAsDefault: true });
    expect(dialectOf(knex)).toBe(dialects[engine]);
    await knex.destroy();
  });

  it('knows no client of another database', () => {
    expect(dialectOf({ client: { dialect: 'mssql' } })).toBeUndefined();
    expect(dialectOf({ client: undefined })).toBeUndefined();
  });
});
