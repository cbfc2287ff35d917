import { ownSessions } from './ownSessions';

describe('ownSessions', () => {
  const of = (...connections: unknown[]) =>
    ownSessions({ pooledConnections: () => connections }, 'processID');

  it('tells the numbers of connections', () => {
    expect(of({ processID: 1 }, { processID: 2 })).toEqual([1, 2]);
  });

  it.each([
    ['none', []],
    ['those without a number', [{ processID: null }, {}, undefined]],
    ['those of another driver', [{ threadId: 1 }]],
  ])('tells nothing of %s', (_, connections) => {
    expect(of(...connections)).toEqual([]);
  });
});
