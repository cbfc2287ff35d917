import { identity } from '../__testUtils__/facts';
import { evaluate, judgements } from '../__testUtils__/evaluate';
import { searchPath } from './search-path';

const found = (foundSchema?: string | null, pooled = true) => ({
  identity: identity({
    schema: 'catalog',
    server: { run: '1', pooled },
    ...(foundSchema !== undefined && { foundSchema }),
  }),
});

describe('the schema in which the sessions of a plugin work', () => {
  it('is critical where it is another one, with the pooler that is the cause', () => {
    expect(judgements(searchPath, found('search'))).toMatchObject([
      {
        severity: 'critical',
        message:
          'The sessions of this plugin look into schema search, not into catalog: a connection pooler in between hands on what other sessions have set. What it reads and writes is not its own.',
        remedy: { text: expect.stringContaining('`pool_mode = session`') },
      },
    ]);
  });

  it('is critical without a pooler, too', () => {
    const [{ message, remedy }] = judgements(
      searchPath,
      found('public', false),
    );
    expect(message).not.toContain('pooler');
    expect(remedy.text).toMatch(/^Look for what sets `search_path`/);
  });

  it('is critical where there is none', () => {
    expect(judgements(searchPath, found(null))).toMatchObject([
      { severity: 'critical', message: expect.stringContaining('no schema') },
    ]);
  });

  it('offers no line: nothing is to be deleted', () => {
    for (const schema of ['search', null]) {
      const [{ remedy }] = judgements(searchPath, found(schema));
      expect(remedy).toEqual({ text: expect.any(String) });
    }
  });

  it('is well where it is the configured one, and nothing to judge without any', () => {
    expect(judgements(searchPath, found())).toEqual([]);
    expect(evaluate(searchPath)).toHaveProperty('skipped');
  });
});
