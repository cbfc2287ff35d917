import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import { ledger } from '../../checks/__testUtils__/facts';
import { withDerived } from './derive';
import { heldSince } from './heldSince';

describe('the time since when a lock is held', () => {
  const seenAt = 1_000_000;
  const held = ledger({ lockRows: [{ index: 1, isLocked: true }] });
  const sinceOf = (at: number, before?: number) => {
    const known = { ledgers: readingOf([{ ...held, heldSince: before }], 0) };
    const fresh = { ledgers: readingOf([held], at) };
    const subject = { before: known, at };
    return valueOf(withDerived([heldSince], fresh, subject).ledgers)?.[0]
      .heldSince;
  };

  it.each([
    ['is that of the first look', undefined, seenAt],
    ['stays the same', seenAt - 60_000, seenAt - 60_000],
    ['begins anew where the clock is put back', seenAt + 60_000, seenAt],
  ])('%s', (_, before, expected) => {
    expect(sinceOf(seenAt, before)).toBe(expected);
  });
});
