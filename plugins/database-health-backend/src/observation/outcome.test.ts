import { outcomeOf } from './outcome';

describe('outcomeOf', () => {
  const failure = (code: string, message = 'vault') =>
    Object.assign(new Error(message), { code });

  it.each([
    ['a refused statement', 'answered', failure('42703')],
    ['a time limit of the server', 'answered', failure('57014')],
    ['a connection that broke', 'unconnected', failure('08006')],
    [
      'a pooler that has no connection to give',
      'unconnected',
      failure('08P01', 'query_wait_timeout'),
    ],
    [
      'a pooler that refuses an option',
      'unconnected',
      failure('08P01', 'unsupported startup parameter: vault'),
    ],
    ['an error of the plugin itself', 'neither', new Error('vault')],
  ])('%s is %s', (_, outcome, error) => {
    expect(outcomeOf(error)).toBe(outcome);
  });
});
