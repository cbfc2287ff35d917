import { byDirection, isolated } from './rightToLeft';

describe('names from right to left', () => {
  it.each([
    ['knex_migrations', ['knex_migrations']],
    ['Of שלום_1.js, עולם.', ['Of ', 'שלום_1.js', ', ', 'עולם', '.']],
    ["in ('שלום', 'b')", ["in ('", 'שלום', "', 'b')"]],
    ['a.b_مرحبا and c', ['', 'a.b_مرحبا', ' and c']],
    ['\\u202Egpj.שלום', ['\\', 'u202Egpj.שלום', '']],
    ['é 文字 🙂', ['é 文字 🙂']],
  ])('stand by themselves in %j', (text, parts) => {
    expect(byDirection(text)).toEqual(parts);
  });

  it('are isolated where there is room for text only', () => {
    expect(isolated('Table שלום over time')).toBe(
      'Table \u2068שלום\u2069 over time',
    );
  });

  it('are told in a statement as long as may be', () => {
    const text = `${'a'.repeat(10_000)} שלום`;
    expect(byDirection(text)).toHaveLength(3);
  });
});
