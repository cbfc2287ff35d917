import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import { ledger } from '../checks/__testUtils__/facts';
import { withHeldSince } from './readings';

describe('the time since when a lock is held', () => {
  const seenAt = 1_000_000;
  const held = ledger({ lockRows: [{ index: 1, isLocked: true }] });
  const heldSince = (at: number, before?: number) => {
    const known = { ledgers: readingOf([{ ...held, heldSince: before }], 0) };
    const fresh = { ledgers: readingOf([held], at) };
    return valueOf(withHeldSince(known, fresh).ledgers)?.[0].heldSince;
  };

  it.each([
    ['is that of the first look', undefined, seenAt],
    ['stays the same', seenAt - 60_000, seenAt - 60_000],
    ['begins anew where the clock is put back', seenAt + 60_000, seenAt],
  ])('%s', (_, before, expected) => {
    expect(heldSince(seenAt, before)).toBe(expected);
  });
});
