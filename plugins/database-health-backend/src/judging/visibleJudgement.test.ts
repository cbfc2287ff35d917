import { visibleJudgement } from './visibleJudgement';

const judgement = {
  severity: 'warning',
  message: 'One.',
  evidence: { observed: 1, limit: 0, unit: 'rows' },
} as const;

const shell = { full: 'npx knex', withoutFolders: 'npx knex' };

describe('what a check said', () => {
  it('stays as it is where all of it can be seen', () => {
    const plain = {
      ...judgement,
      object: 'é',
      remedy: {
        text: 'Run all.',
        sql: 'update a;\nupdate b;',
        detailedSql: 'alter c;',
        shell,
      },
    };
    expect(visibleJudgement(plain)).toEqual(plain);
    expect(visibleJudgement(judgement)).toEqual(judgement);
  });

  it('shows what cannot be seen in its sentences and its object', () => {
    expect(
      visibleJudgement({
        ...judgement,
        object: 'a\u202Eb\n',
        message: 'Of \u2066a.',
        remedy: { text: 'Drop \u200Fa.' },
      }),
    ).toEqual({
      ...judgement,
      object: 'a\\u202Eb\\u000A',
      message: 'Of \\u2066a.',
      remedy: { text: 'Drop \\u200Fa.' },
    });
  });

  it.each([
    ['of such an object', 'a\n.shell x', 'drop "a\n.shell x";'],
    ['that has it', undefined, 'drop "a\u202E";'],
  ])('has no line %s', (_, object, sql) => {
    const { remedy } = visibleJudgement({
      ...judgement,
      object,
      remedy: { text: 'Run it.', sql, detailedSql: sql },
    });
    expect(remedy).toEqual({
      text: 'Run it. There is no line here, since a name in it has characters that cannot be seen.',
    });
  });
});
