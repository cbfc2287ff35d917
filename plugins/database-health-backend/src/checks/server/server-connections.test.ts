import { judgements, severity } from '../__testUtils__/evaluate';
import { serverConnections } from './server-connections';

const using = (used: number) => ({
  connections: { used, limit: 103, reserved: 3 },
});

describe('server-connections', () => {
  it.each([
    ['none', using(0), undefined],
    ['just below three quarters', using(74), undefined],
    ['three quarters', using(75), 'warning'],
    ['just below nine tenths', using(89), 'warning'],
    ['nine tenths', using(90), 'critical'],
    ['all, the reserved included', using(103), 'critical'],
    [
      'three quarters of MySQL, which reserves none',
      { connections: { used: 75, limit: 100, reserved: 0 } },
      'warning',
    ],
    [
      'a server that reserves all',
      { connections: { used: 1, limit: 3, reserved: 3 } },
      'critical',
    ],
  ])('%s', (_, facts, expected) => {
    expect(severity(serverConnections, facts)).toBe(expected);
  });

  it('names who holds them', () => {
    const { connections } = using(80);
    expect(
      judgements(serverConnections, {
        connections: {
          ...connections,
          byPlugin: [
            { pluginId: 'catalog', used: 50 },
            { pluginId: null, used: 30 },
          ],
        },
      }),
    ).toMatchObject([
      {
        message: '80 of 100 connections are in use (catalog 50 and others 30).',
        evidence: { observed: 80, limit: 75, unit: '%' },
      },
    ]);
    expect(judgements(serverConnections, using(80))).toMatchObject([
      { message: '80 of 100 connections are in use.' },
    ]);
  });
});
