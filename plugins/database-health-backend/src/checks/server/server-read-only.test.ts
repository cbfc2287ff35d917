import { judgements, severity } from '../__testUtils__/evaluate';
import { healthyFacts } from '../__testUtils__/facts';
import { serverReadOnly } from './server-read-only';

const found = (
  readOnly?: 'standby' | 'setting',
  reachability: Partial<typeof healthyFacts.serverReachability> = {},
) => ({
  connections: { ...healthyFacts.connections, readOnly },
  serverReachability: { ...healthyFacts.serverReachability, ...reachability },
});

describe('a server that takes no writes', () => {
  it('is critical, with those that it stops', () => {
    expect(
      judgements(
        serverReadOnly,
        found('standby', { answering: ['search'], unasked: ['auth'] }),
      ),
    ).toMatchObject([
      {
        severity: 'critical',
        message:
          'The server is read-only (standby): whatever auth and search write fails.',
        remedy: { text: expect.stringContaining('failover') },
      },
    ]);
  });

  it('is critical by a setting, which is named', () => {
    expect(judgements(serverReadOnly, found('setting'))).toMatchObject([
      {
        severity: 'critical',
        message:
          'The server is read-only (`default_transaction_read_only` is on): whatever catalog writes fails.',
        remedy: { text: expect.stringContaining('managed services') },
      },
    ]);
  });

  it.each([
    ['takes writes', found()],
    ['answers nobody', found('standby', { answering: [] })],
  ])('is not one that %s', (_, facts) => {
    expect(severity(serverReadOnly, facts)).toBeUndefined();
  });
});
