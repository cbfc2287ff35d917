import type { IdentityToken } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon } from '../__testUtils__/facts';
import { identityToken } from './identity-token';

const secondsAgo = (seconds: number) => noon - seconds * 1_000;

const token = (overrides: Partial<IdentityToken> = {}) => ({
  identityToken: {
    provider: 'azure' as const,
    due: false,
    obtainedAt: secondsAgo(3_600),
    ...overrides,
  },
});

const failing = (since: number, last: number) =>
  token({
    due: true,
    failingSince: secondsAgo(since),
    lastFailureAt: secondsAgo(last),
    failure: {
      kind: 'credentials',
      sentence: 'No new identity token could be obtained: it was refused.',
      remedy: 'Check it.',
    },
  });

describe('identity-token', () => {
  it.each([
    ['a token that was obtained', token(), undefined],
    ['one that is due, and nobody wants', token({ due: true }), undefined],
    ['a first failure', failing(1, 1), 'warning'],
    ['failures for a minute', failing(70, 5), 'critical'],
    ['failures that nobody has run into lately', failing(900, 400), 'warning'],
  ])('judges %s', (_, facts, expected) => {
    expect(severity(identityToken, facts)).toBe(expected);
  });

  it('says why, since when there is none, and that it recovers', () => {
    expect(judgements(identityToken, failing(70, 5))).toMatchObject([
      {
        message:
          'No new identity token could be obtained: it was refused. The last one was obtained at 11:00 UTC.',
        evidence: { observed: 65, limit: 60, unit: 's' },
        remedy: { text: 'Check it.' },
      },
    ]);
  });

  it('says that there never was one', () => {
    const { identityToken: never } = failing(70, 5);
    const { obtainedAt: _, ...without } = never;
    expect(
      judgements(identityToken, { identityToken: without })[0].message,
    ).toMatch(/None has been obtained yet\.$/);
  });

  it('does not apply to a password', () => {
    expect(evaluate(identityToken, { identityToken: null })).toEqual({
      skipped: 'The plugin logs in with a password.',
    });
  });
});
