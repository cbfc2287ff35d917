import type { ConnectionPeak, Connections, PoolBudget } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon } from '../__testUtils__/facts';
import { connectionBudget } from './connection-budget';

/** PostgreSQL as it comes: 97 places for plugins. */
const connections: Connections = { used: 5, limit: 100, reserved: 3 };

function budget(...plugins: [string, number, number][]): PoolBudget {
  return {
    max: plugins.reduce((sum, [, max, replicas]) => sum + max * replicas, 0),
    byPlugin: plugins.map(([pluginId, max, replicas]) => ({
      pluginId,
      max,
      replicas,
    })),
    keyStoreOnly: [],
  };
}

function alike(plugins: number, max: number, replicas = 1): PoolBudget {
  return budget(
    ...Array.from({ length: plugins }, (_, i): [string, number, number] => [
      `plugin-${i}`,
      max,
      replicas,
    ]),
  );
}

const peakOf = (used: number): ConnectionPeak => ({ used, since: noon });

describe('connection-budget', () => {
  const hundred: Connections = { used: 5, limit: 100, reserved: 0 };

  it.each<[string, PoolBudget, Connections, string | undefined]>([
    ['no pools', budget(), connections, undefined],
    ['99 of 100', alike(99, 1), hundred, undefined],
    ['100 of 100', alike(100, 1), hundred, 'info'],
    ['a fresh portal: 140 of 97', alike(14, 10), connections, 'info'],
    ['its replicas', alike(14, 10, 8), connections, 'info'],
    ['the same with pools of 5', alike(14, 5), connections, undefined],
    [
      'reserved places do not count',
      alike(97, 1),
      { used: 0, limit: 100, reserved: 3 },
      'info',
    ],
    [
      'a server that has nothing but reserved places',
      alike(1, 2),
      { used: 0, limit: 3, reserved: 3 },
      'warning',
    ],
    [
      'half of them in use now',
      alike(14, 10),
      { ...hundred, used: 50 },
      'warning',
    ],
  ])('%s', (_, poolBudget, server, expected) => {
    expect(
      severity(connectionBudget, {
        poolBudget,
        connections: server,
        connectionPeak: null,
      }),
    ).toBe(expected);
  });

  it.each([
    [140, 0, 'info'],
    [140, 49, 'info'],
    [140, 50, 'warning'],
    [140, 100, 'warning'],
    [99, 100, undefined],
  ])('%i possible of 100, and at most %i measured', (max, used, expected) => {
    expect(
      severity(connectionBudget, {
        poolBudget: alike(1, max),
        connections: hundred,
        connectionPeak: peakOf(used),
      }),
    ).toBe(expected);
  });

  it('shows the arithmetic where all plugins are alike', () => {
    const [finding] = judgements(connectionBudget, {
      poolBudget: alike(13, 10),
      connections,
      connectionPeak: peakOf(23),
    });
    expect(finding).toMatchObject({
      message:
        'Together the pools may open 130 connections, and the server has 97 for them (13 plugins × 10 × 1 replica). The most that was in use since 2026-01-01 12:00:00 UTC is 23.',
      evidence: { observed: 130, limit: 97, unit: 'connections' },
    });
  });

  it('names those that add most where they are not', () => {
    const [finding] = judgements(connectionBudget, {
      poolBudget: budget(
        ['app', 5, 2],
        ['search', 10, 2],
        ['catalog', 20, 2],
        ['auth', 5, 2],
        ['scaffolder', 20, 1],
      ),
      connections,
      connectionPeak: null,
    });
    expect(finding.message).toBe(
      'Together the pools may open 100 connections, and the server has 97 for them (catalog 20 × 2 = 40, search 10 × 2 = 20, scaffolder 20 × 1 = 20 and 2 more). In use are 5.',
    );
    expect(finding.evidence).toEqual({
      observed: 100,
      limit: 97,
      unit: 'connections',
    });
  });

  it('leaves the limits of a pooler to it', () => {
    const mixed = budget(['app', 60, 1], ['auth', 60, 1], ['search', 50, 1]);
    const throughPooler = (...ids: string[]): PoolBudget => ({
      ...mixed,
      byPlugin: mixed.byPlugin.map(each => ({
        ...each,
        ...(ids.includes(each.pluginId) && { pooled: true as const }),
      })),
    });
    const judged = (...ids: string[]) =>
      judgements(connectionBudget, {
        poolBudget: throughPooler(...ids),
        connections,
      });
    const [finding] = judged('search');
    expect(finding.evidence.observed).toBe(120);
    expect(finding.message).toContain(
      'Not counted is search, behind a connection pooler with limits of its own',
    );
    expect(judged('app', 'search')).toEqual([]);
    expect(
      evaluate(connectionBudget, {
        poolBudget: throughPooler('app', 'auth', 'search'),
        connections,
      }),
    ).toEqual({ skipped: expect.stringContaining('connection pooler') });
  });

  it('advises a pool size and a limit that both end the finding', () => {
    const [{ remedy }] = judgements(connectionBudget, {
      poolBudget: alike(13, 10),
      connections,
    });
    const poolMax = Number(/pool: \{ max: (\d+) \}/.exec(remedy.text)![1]);
    const limit = Number(/at least (\d+)/.exec(remedy.text)![1]);
    expect([poolMax, limit]).toEqual([7, 134]);
    const with_ = (max: number, serverLimit: number) =>
      severity(connectionBudget, {
        poolBudget: alike(13, max),
        connections: { ...connections, limit: serverLimit },
      });
    expect(with_(poolMax, 100)).toBeUndefined();
    expect(with_(poolMax + 1, 100)).toBe('info');
    expect(with_(10, limit)).toBeUndefined();
    expect(with_(10, limit - 1)).toBe('info');
  });

  it('advises no pool that is too small to work', () => {
    const [{ remedy }] = judgements(connectionBudget, {
      poolBudget: alike(13, 10, 8),
      connections,
    });
    expect(remedy.text).not.toContain('knexConfig');
    expect(remedy.text).toContain('run fewer replicas, or raise');
  });

  it('says which plugins need no connections with static keys', () => {
    const remedyOf = (keyStoreOnly: string[]) =>
      judgements(connectionBudget, {
        poolBudget: { ...alike(13, 10, 2), keyStoreOnly },
        connections,
      })[0].remedy.text;
    expect(remedyOf([])).not.toContain('pluginKeyStore');
    expect(remedyOf(['plugin-1'])).toContain(
      '1 plugin (plugin-1) holds nothing but the keys of Backstage: with `backend.auth.pluginKeyStore.type: static` it needs no database, which saves 20 connections.',
    );
    expect(
      remedyOf(['plugin-1', 'plugin-2', 'plugin-3', 'plugin-4', 'plugin-5']),
    ).toContain(
      '5 plugins (plugin-1, plugin-2, plugin-3 and 2 more) hold nothing but the keys of Backstage',
    );
  });
});
