import { isDue, tickMsOf } from './rhythm';

describe('a look is due', () => {
  const tickMs = tickMsOf(15_000);

  it('where there was none yet', () => {
    expect(isDue(undefined, 0, { everyMs: 15_000, tickMs })).toBe(true);
  });

  it('where the clock was put back since', () => {
    expect(isDue(1_001, 1_000, { everyMs: 15_000, tickMs })).toBe(true);
  });

  it.each([
    ['at the third tick, though it comes early', 15_000, 12_500, true],
    ['not at the second, though it comes late', 15_000, 12_499, false],
    ['at the next tick to confirm a failure', tickMs, 2_500, true],
    ['not within the same tick', tickMs, 2_499, false],
  ])('%s', (_, everyMs, passedMs, due) => {
    expect(isDue(1_000, 1_000 + passedMs, { everyMs, tickMs })).toBe(due);
  });
});
