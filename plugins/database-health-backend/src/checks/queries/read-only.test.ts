import { judgements, severity } from '../__testUtils__/evaluate';
import { healthyFacts } from '../__testUtils__/facts';
import { readOnly } from './read-only';

const found = (changes: Partial<typeof healthyFacts.reachability>) => ({
  reachability: { ...healthyFacts.reachability, ...changes },
});

describe('a database that takes no writes', () => {
  it('is critical on a standby, whatever else it answers', () => {
    expect(judgements(readOnly, found({ readOnly: 'standby' }))).toMatchObject([
      {
        severity: 'critical',
        message:
          'The server is read-only (standby): whatever this plugin writes fails.',
        remedy: { text: expect.stringContaining('to the primary') },
      },
    ]);
  });

  it.each([
    ['postgres', 'default_transaction_read_only'],
    ['mysql', 'read_only'],
  ] as const)(
    'is critical by a setting of %s, which is named',
    (engine, name) => {
      expect(
        judgements(readOnly, found({ readOnly: 'setting' }), { engine }),
      ).toMatchObject([
        {
          severity: 'critical',
          message: expect.stringContaining(`\`${name}\``),
          remedy: { text: expect.stringContaining(name) },
        },
      ]);
    },
  );

  it.each([
    ['takes writes', found({})],
    ['does not answer', found({ answered: false, readOnly: 'standby' })],
  ])('is not one that %s', (_, facts) => {
    expect(severity(readOnly, facts)).toBeUndefined();
  });
});
