import { factCatalogue } from 'backstage-plugin-database-health-node';
import { checks } from '../checks';
import { judgedServer, type SaidByCheck } from './__testUtils__/judged';
import { Explanations, troublesOf } from './causes';

const explanations = new Explanations(checks, factCatalogue);

function troubles(
  databases: Record<string, SaidByCheck>,
  server: SaidByCheck = {},
) {
  return troublesOf(judgedServer({ databases, server }, 0), explanations).map(
    ({ subject, findings, severity }) => [
      'serverId' in subject ? subject.serverId : subject.databaseId,
      severity,
      ...findings,
    ],
  );
}

describe('what is wrong', () => {
  it('is nothing where nothing is found, or only what is worth knowing', () => {
    expect(troubles({ catalog: { size: 'info', latency: 'unknown' } })).toEqual(
      [],
    );
  });

  it('is one thing when a server does not answer, whatever else is found', () => {
    expect(
      troubles(
        {
          catalog: { reachable: 'critical', size: 'warning' },
          auth: { reachable: 'warning', 'pool-wait': 'critical' },
        },
        { 'server-reachable': 'critical', 'server-connections': 'warning' },
      ),
    ).toEqual([
      [
        'postgres-1',
        'critical',
        'postgres-1:server-reachable',
        'catalog:reachable',
        'auth:pool-wait',
        'auth:reachable',
        'postgres-1:server-connections',
        'catalog:size',
      ],
    ]);
  });

  it.each(['blocked', 'long-query', 'idle-in-transaction'])(
    'has %s as its cause above what that brings about',
    cause => {
      const symptoms: SaidByCheck = {
        latency: 'critical',
        'pool-saturation': 'critical',
        'pool-wait': 'warning',
        'pool-timeouts': 'warning',
        'query-latency': 'warning',
      };
      expect(
        troubles({ catalog: { ...symptoms, [cause]: 'warning' } }),
      ).toEqual([
        [
          'catalog',
          'critical',
          `catalog:${cause}`,
          'catalog:latency',
          'catalog:pool-saturation',
          'catalog:pool-wait',
          'catalog:pool-timeouts',
          'catalog:query-latency',
        ],
      ]);
    },
  );

  it('is one thing where who waits and whom they wait for are found', () => {
    expect(
      troubles({
        catalog: { blocked: 'critical', 'idle-in-transaction': 'warning' },
      }),
    ).toEqual([
      ['catalog', 'critical', 'catalog:idle-in-transaction', 'catalog:blocked'],
    ]);
  });

  it('has the connections of the server as the cause in each plugin database', () => {
    expect(
      troubles(
        {
          catalog: { 'pool-saturation': 'critical', size: 'warning' },
          auth: { reachable: 'critical' },
        },
        { 'server-connections': 'critical' },
      ),
    ).toEqual([
      [
        'postgres-1',
        'critical',
        'postgres-1:server-connections',
        'auth:reachable',
        'catalog:pool-saturation',
      ],
      ['catalog', 'warning', 'catalog:size'],
    ]);
  });

  it('is of each plugin database for itself where the server answers', () => {
    expect(
      troubles({
        catalog: { blocked: 'warning', size: 'warning' },
        auth: { 'pool-wait': 'warning' },
      }),
    ).toEqual([
      ['catalog', 'warning', 'catalog:blocked'],
      ['catalog', 'warning', 'catalog:size'],
      ['auth', 'warning', 'auth:pool-wait'],
    ]);
  });

  it('is nothing that somebody has set aside', () => {
    expect(
      troubles({ catalog: { size: 'dismissed', blocked: 'dismissed' } }),
    ).toEqual([]);
    expect(
      troubles({
        catalog: { blocked: 'dismissed', 'pool-saturation': 'critical' },
      }),
    ).toEqual([['catalog', 'critical', 'catalog:pool-saturation']]);
    expect(
      troubles(
        { catalog: { reachable: 'critical' }, auth: { reachable: 'critical' } },
        { 'server-reachable': 'dismissed' },
      ),
    ).toEqual([]);
  });

  it('ends where checks explain each other', () => {
    const [template] = checks;
    const round = new Explanations(
      [
        { ...template, id: 'a', explains: ['b'] },
        { ...template, id: 'b', explains: ['a'] },
      ],
      factCatalogue,
    );
    const server = judgedServer(
      { databases: { catalog: { a: 'warning', b: 'critical' } } },
      0,
    );
    expect(troublesOf(server, round)).toHaveLength(1);
  });
});
