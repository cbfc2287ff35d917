import { readingOf } from 'backstage-plugin-database-health-node';
import { type LedgerFact } from '../pure/facts';
import { ledger, noon } from '../checks/__testUtils__/facts';
import { isUnsettled } from './unsettled';

const minuteMs = 60_000;
const taken = { lockRows: [{ index: 1, isLocked: true }] };

describe('a ledger', () => {
  it.each<[string, Partial<LedgerFact>, boolean]>([
    ['whose lock is free', {}, false],
    ['whose lock was just seen taken', taken, true],
    [
      'whose lock has been held for some minutes',
      { ...taken, heldSince: noon - 14 * minuteMs },
      true,
    ],
    [
      'whose lock has been held for longer',
      { ...taken, heldSince: noon - 15 * minuteMs },
      false,
    ],
    [
      'that has been migrated for hours',
      { ...taken, runningSince: noon - 300 * minuteMs },
      true,
    ],
    ['whose lock has no row', { lockRows: [] }, false],
  ])('%s', (_, fact, expected) => {
    const ledgers = readingOf([ledger({ table: 'old' }), ledger(fact)], noon);
    expect(isUnsettled({ ledgers }, noon)).toBe(expected);
  });

  it('that could not be read is no reason to look again soon', () => {
    expect(isUnsettled({}, noon)).toBe(false);
  });
});
