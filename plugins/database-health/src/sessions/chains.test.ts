import { session } from '../fixtures/sessions';
import { chainsOf, SessionNode, waitingFor } from './chains';

const told = ({ pid, waiting }: SessionNode): unknown => [
  pid,
  ...waiting.map(told),
];
const chains = (...sessions: ReturnType<typeof session>[]) =>
  chainsOf(sessions).chains.map(told);
const waits = (pid: number, ...blockedBy: number[]) =>
  session(pid, { blockedBy });

describe('chains of sessions', () => {
  it('begin with the one that waits for none', () => {
    const all = [waits(3, 2), session(9), waits(2, 1), session(1)];
    expect(chains(...all)).toEqual([[1, [2, [3]]]]);
    expect(chainsOf(all).others.map(({ pid }) => pid)).toEqual([9]);
    expect(waitingFor(chainsOf(all).chains[0])).toBe(2);
  });

  it('have each session once, however many it waits for', () => {
    expect(chains(session(1), session(2), waits(3, 2, 1), waits(4, 1))).toEqual(
      [
        [2, [3]],
        [1, [4]],
      ],
    );
  });

  it('begin with one that is not told, or is a prepared transaction', () => {
    expect(chains(waits(3, 8), waits(4, 0))).toEqual([
      [8, [3]],
      [0, [4]],
    ]);
    expect(chains(waits(3, 8, 5), session(5))).toEqual([[5, [3]]]);
  });

  it('end where they go round', () => {
    expect(chains(waits(1, 2), waits(2, 1))).toEqual([[1, [2]]]);
    expect(chains(waits(1, 1))).toEqual([[1]]);
  });

  it('are none where nobody waits', () => {
    expect(chainsOf([])).toEqual({ chains: [], others: [] });
  });
});
