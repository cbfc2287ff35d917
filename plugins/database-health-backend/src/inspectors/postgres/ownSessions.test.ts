import type { Observation } from 'backstage-plugin-database-health-node';
import { ownSessions } from './ownSessions';

describe('ownSessions', () => {
  const of = (pool: unknown) =>
    ownSessions({ client: { client: { pool } } } as Observation);

  it('tells the sessions that are used and those that are free', () => {
    expect(
      of({
        used: [{ resource: { processID: 1 } }],
        free: [{ resource: { processID: 2 } }, { resource: { processID: 3 } }],
      }),
    ).toEqual([1, 2, 3]);
  });

  it.each([
    ['no pool any more', undefined],
    ['a foreign pool', { used: 3, free: () => 2 }],
    ['no connection yet', { used: [], free: [] }],
    [
      'connections without a number',
      { used: [{ resource: { processID: null } }, {}], free: [undefined] },
    ],
  ])('tells none of a client with %s', (_, pool) => {
    expect(of(pool)).toEqual([]);
  });

  it('tells none before the plugin has asked for its client', () => {
    expect(ownSessions({ client: undefined } as Observation)).toEqual([]);
  });
});
