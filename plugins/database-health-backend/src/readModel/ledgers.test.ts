import type { LedgerFact } from '../pure/facts';
import { ledger, rows } from '../checks/__testUtils__/facts';
import { countMigrations, toLedger } from './ledgers';

const count = (...facts: readonly Partial<LedgerFact>[]) =>
  countMigrations(
    facts.map(fact =>
      toLedger('catalog', ledger(fact), { readAt: 0, skipped: false }),
    ),
  );

const taken = [{ index: 1, isLocked: true }];

describe('what the ledgers of a plugin database come to', () => {
  it.each<[string, Partial<LedgerFact>, string, number]>([
    ['is free', { lockRows: [{ index: 1, isLocked: false }] }, 'up-to-date', 0],
    ['was left taken', { lockRows: taken }, 'locked', 1],
    ['is taken by a run', { lockRows: taken, runningSince: 1 }, 'running', 0],
    ['is malformed', { lockRows: [] }, 'lock-malformed', 0],
  ])(
    'counts a ledger as locked where nobody is seen to hold its lock: one that %s',
    (_, fact, state, locked) => {
      expect(count(fact)).toMatchObject({ state, locked, ledgers: 1 });
    },
  );

  it('adds them up, under the state that needs most attention', () => {
    const applied = rows('1_a.js');
    expect(
      count(
        { applied, files: ['1_a.js', '2_b.js'] },
        { applied, files: [] },
        { applied, files: ['1_a.js'], lockRows: taken },
      ),
    ).toEqual({
      state: 'missing-files',
      ledgers: 3,
      applied: 3,
      pending: 1,
      missing: 1,
      locked: 1,
    });
  });

  it('does not count one that was not read, nor a row twice', () => {
    const unread = {
      files: ['1_a.js'],
      applied: [],
      lockRows: null,
      unreadable: { kind: 'locked', sentence: 'It is locked.' } as const,
    };
    expect(
      toLedger('catalog', ledger(unread), { readAt: 0, skipped: false }),
    ).toMatchObject({
      state: 'unreadable',
      applied: [],
      pending: [],
      lock: { state: 'unknown' },
      unreadable: 'It is locked.',
    });
    expect(
      count(unread, { files: ['1_a.js'], applied: rows('1_a.js', '1_a.js') }),
    ).toEqual({
      state: 'unreadable',
      ledgers: 2,
      applied: 1,
      pending: 0,
      missing: 0,
      locked: 0,
    });
  });

  it('is empty without any', () => {
    expect(count()).toMatchObject({ state: 'empty', ledgers: 0, locked: 0 });
  });
});
