import type { FailureKind } from 'backstage-plugin-database-health-node';
import { healthyFacts, noon } from '../__testUtils__/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { serverReachable } from './server-reachable';

const found = (changes: Partial<typeof healthyFacts.serverReachability>) => ({
  serverReachability: { ...healthyFacts.serverReachability, ...changes },
});
const allSilent = found({
  answering: [],
  silent: ['auth', 'catalog', 'scaffolder', 'search', 'techdocs'],
  failures: 5,
  silentSince: noon - 5_000,
  failure: { kind: 'refused', sentence: 'Nothing listens there.' },
});

describe('the server of which no plugin database gets an answer', () => {
  it('is critical, with those that it stops and what it does instead', () => {
    expect(judgements(serverReachable, allSilent)).toMatchObject([
      {
        severity: 'critical',
        message:
          'The server of auth, catalog, scaffolder and 2 more accepts no connections.',
        evidence: { observed: 5, limit: 2, unit: 'failures in a row' },
        remedy: { text: expect.stringContaining('server is running') },
      },
    ]);
  });

  it.each([
    [1, 'warning'],
    [2, 'critical'],
  ] as const)('after %i failures is %s', (failures, expected) => {
    const { serverReachability } = allSilent;
    expect(
      severity(serverReachable, {
        serverReachability: { ...serverReachability, failures },
      }),
    ).toBe(expected);
  });

  it('says only that it does not answer where nobody knows why', () => {
    const [{ message }] = judgements(serverReachable, {
      serverReachability: {
        ...allSilent.serverReachability,
        silent: ['catalog'],
        failure: undefined,
      },
    });
    expect(message).toBe('The server of catalog does not answer.');
  });
});

describe('the server of which one plugin database gets no answer', () => {
  it('is well while another one gets one', () => {
    expect(
      severity(
        serverReachable,
        found({ silent: ['auth'], failures: 9, silentSince: noon - 60_000 }),
      ),
    ).toBeUndefined();
  });

  it('is not known to be well until the others have been asked, for a minute', () => {
    const unasked = (silentMs: number, kind: FailureKind = 'credentials') =>
      evaluate(
        serverReachable,
        found({
          answering: [],
          unasked: ['catalog'],
          silent: ['auth'],
          failures: 1,
          silentSince: noon - silentMs,
          failure: { kind, sentence: 'No answer.' },
        }),
      );
    expect(unasked(59_999)).toEqual({
      unknown:
        'The server has not been asked by catalog since auth got no answer.',
      judgements: [],
    });
    expect(unasked(59_999, 'refused')).toMatchObject({ judgements: [] });
    expect(unasked(60_000)).toEqual([]);
    // Whoever is still not asked would get the same.
    expect(unasked(60_000, 'refused')).toMatchObject([
      {
        severity: 'warning',
        message: 'The server of auth accepts no connections.',
      },
    ]);
  });
});
