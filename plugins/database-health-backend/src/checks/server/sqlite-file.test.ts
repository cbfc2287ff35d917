import type { DatabaseFile } from '../../pure/facts';
import { evaluate, judgements } from '../__testUtils__/evaluate';
import { sqliteFile } from './sqlite-file';

describe('sqlite-file', () => {
  it.each<[DatabaseFile, string[]]>([
    [{ state: 'opened', damaged: false }, []],
    [{ state: 'opened' }, []],
    [{ state: 'gone', damaged: false }, ['file']],
    [{ state: 'replaced' }, ['file']],
    [{ state: 'opened', damaged: true }, ['pages']],
    [{ state: 'gone', damaged: true }, ['file', 'pages']],
  ])('%j', (file, objects) => {
    const found = judgements(sqliteFile, { file });
    expect(found.map(({ object }) => object)).toEqual(objects);
    expect(found.every(({ severity }) => severity === 'critical')).toBe(true);
  });

  it('says that what is written is lost', () => {
    const [finding] = judgements(sqliteFile, { file: { state: 'gone' } });
    expect(finding.message).toContain('is lost when the backend stops');
  });

  it('is skipped in memory', () => {
    expect(evaluate(sqliteFile, { file: null })).toEqual({
      skipped: 'This database is in memory.',
    });
  });
});
