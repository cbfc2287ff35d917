import { sqlIdentifier } from './sqlIdentifier';

describe('sqlIdentifier', () => {
  it.each([
    ['postgres', `"a b"."c""d\`e"`],
    ['sqlite', `"a b"."c""d\`e"`],
    ['mysql', '`a b`.`c"d``e`'],
  ] as const)('quotes as %s does', (engine, expected) => {
    expect(sqlIdentifier(engine, 'a b', 'c"d`e')).toBe(expected);
  });
});
