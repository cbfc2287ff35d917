import type { Ledger } from 'backstage-plugin-database-health-common';
import type { LedgerActivity, LedgerFact, LedgerRun } from './facts';
import {
  type LockEvidence,
  diffLedger,
  lastCommonMigration,
  ledgerKey,
  ledgerState,
  lockEvidence,
  lockState,
  outOfOrderMigrations,
  renamedMigrations,
} from './ledger';

const rows = (...names: string[]) =>
  names.map((name, index) => ({ name, batch: index + 1, appliedAt: null }));

const lock = (...locked: boolean[]) =>
  locked.map((isLocked, index) => ({ index: index + 1, isLocked }));

describe('diffLedger', () => {
  it.each`
    case                 | files              | applied            | pending       | missing
    ${'up to date'}      | ${['a', 'b']}      | ${['a', 'b']}      | ${[]}         | ${[]}
    ${'pending'}         | ${['a', 'b', 'c']} | ${['a']}           | ${['b', 'c']} | ${[]}
    ${'missing'}         | ${['a']}           | ${['a', 'b', 'c']} | ${[]}         | ${['b', 'c']}
    ${'diverged'}        | ${['a', 'b']}      | ${['a', 'c']}      | ${['b']}      | ${['c']}
    ${'order of files'}  | ${['c', 'a', 'b']} | ${['a']}           | ${['c', 'b']} | ${[]}
    ${'order of rows'}   | ${[]}              | ${['c', 'a', 'b']} | ${[]}         | ${['c', 'a', 'b']}
    ${'applied twice'}   | ${['a']}           | ${['a', 'b', 'b']} | ${[]}         | ${['b']}
    ${'nothing at all'}  | ${[]}              | ${[]}              | ${[]}         | ${[]}
    ${'no known source'} | ${null}            | ${['a', 'b']}      | ${[]}         | ${[]}
  `('$case', ({ files, applied, pending, missing }) => {
    expect(diffLedger({ files, applied: rows(...applied) })).toEqual({
      pending,
      missing,
    });
  });
});

describe('a ledger that was not read', () => {
  const unread = {
    files: ['a'],
    applied: [],
    lockRows: null,
    unreadable: { kind: 'locked', sentence: 'It is locked.' },
  } as const;

  it('has no numbers, and a lock of which nothing is known', () => {
    expect(diffLedger(unread)).toEqual({ pending: [], missing: [] });
    expect(lockState(unread)).toBe('unknown');
    expect(lockState({ ...unread, runningSince: 1 })).toBe('running');
  });
});

describe('renamedMigrations', () => {
  it.each`
    case                            | files                  | applied             | renamed
    ${'another ending'}             | ${['1.cjs', '2.mts']}  | ${['1.js', '2.js']} | ${[['1.js', '1.cjs'], ['2.js', '2.mts']]}
    ${'no ending'}                  | ${['1_a']}             | ${['1_a.js']}       | ${[['1_a.js', '1_a']]}
    ${'another case'}               | ${['1_Add.js']}        | ${['1_add.js']}     | ${[['1_add.js', '1_Add.js']]}
    ${'both'}                       | ${['1_Add.TS']}        | ${['1_add.js']}     | ${[['1_add.js', '1_Add.TS']]}
    ${'declarations beside it'}     | ${['1.cjs', '1.d.ts']} | ${['1.js']}         | ${[['1.js', '1.cjs']]}
    ${'letters composed otherwise'} | ${['1_\u00e9.js']}     | ${['1_e\u0301.js']} | ${[['1_e\u0301.js', '1_\u00e9.js']]}
    ${'two files that could be it'} | ${['1.cjs', '1.ts']}   | ${['1.js']}         | ${[['1.js', undefined]]}
    ${'two rows that could be it'}  | ${['1.cjs']}           | ${['1.js', '1.ts']} | ${[['1.js', undefined], ['1.ts', undefined]]}
    ${'a dot that is no ending'}    | ${['1.users']}         | ${['1.roles']}      | ${[]}
    ${'a file that has its row'}    | ${['1.js', '1.cjs']}   | ${['1.js', '2.js']} | ${[]}
    ${'nothing renamed'}            | ${['1.js', '3.js']}    | ${['1.js', '2.js']} | ${[]}
    ${'no known source'}            | ${null}                | ${['1.js']}         | ${[]}
  `('$case', ({ files, applied, renamed }) => {
    expect(
      renamedMigrations({ files, applied: rows(...applied) }).map(
        ({ from, to }) => [from, to],
      ),
    ).toEqual(renamed);
  });
});

describe('lastCommonMigration', () => {
  it.each`
    case                              | files                   | applied                 | last
    ${'up to date'}                   | ${['a', 'b']}           | ${['a', 'b']}           | ${'b'}
    ${'pending'}                      | ${['a', 'b', 'c']}      | ${['a', 'b']}           | ${'b'}
    ${'missing'}                      | ${['a', 'b']}           | ${['a', 'b', 'c']}      | ${'b'}
    ${'diverged at the end'}          | ${['a', 'b', 'c']}      | ${['a', 'b', 'd']}      | ${'b'}
    ${'diverged, and together again'} | ${['a', 'b', 'd']}      | ${['a', 'c', 'd']}      | ${'a'}
    ${'diverged from the start'}      | ${['a', 'c']}           | ${['b', 'c']}           | ${undefined}
    ${'a file before all rows'}       | ${['0', 'a', 'b']}      | ${['a', 'b', 'c']}      | ${undefined}
    ${'a row before all files'}       | ${['a', 'b', 'c']}      | ${['0', 'a', 'b']}      | ${undefined}
    ${'applied in another order'}     | ${['a', 'b', 'c', 'd']} | ${['b', 'a', 'x', 'c']} | ${'b'}
    ${'a row between two files'}      | ${['a', 'b', 'c']}      | ${['a', 'x', 'b']}      | ${'a'}
    ${'nothing at all'}               | ${[]}                   | ${[]}                   | ${undefined}
    ${'no known source'}              | ${null}                 | ${['a']}                | ${undefined}
  `('$case', ({ files, applied, last }) => {
    expect(lastCommonMigration({ files, applied: rows(...applied) })).toBe(
      last,
    );
  });
});

describe('outOfOrderMigrations', () => {
  it.each`
    case                          | files                        | applied       | late
    ${'up to date'}               | ${['a', 'b']}                | ${['a', 'b']} | ${[]}
    ${'pending at the end'}       | ${['a', 'b', 'c']}           | ${['a', 'b']} | ${[]}
    ${'pending at the start'}     | ${['a', 'b']}                | ${['b']}      | ${['a']}
    ${'pending all over'}         | ${['a', 'b', 'c', 'd', 'e']} | ${['b', 'd']} | ${['a', 'c']}
    ${'the newest has no file'}   | ${['a', 'b']}                | ${['a', 'c']} | ${[]}
    ${'applied in another order'} | ${['a', 'b', 'c']}           | ${['c', 'a']} | ${['b']}
    ${'none applied'}             | ${['a', 'b']}                | ${[]}         | ${[]}
    ${'none of the rows is ours'} | ${['a', 'b']}                | ${['x']}      | ${[]}
    ${'no known source'}          | ${null}                      | ${['a']}      | ${[]}
  `('$case', ({ files, applied, late }) => {
    expect(outOfOrderMigrations({ files, applied: rows(...applied) })).toEqual(
      late,
    );
  });
});

describe('ledgerKey', () => {
  it('tells ledgers of other schemas apart', () => {
    expect(ledgerKey({ table: 'knex_migrations' })).toBe('knex_migrations');
    expect(ledgerKey({ table: 'knex_migrations', schema: 'catalog' })).toBe(
      'catalog.knex_migrations',
    );
  });
});

const session = { pid: 1, since: 1 };
const alive = { replicaId: 'r', since: 1, alive: true };
const dead = { ...alive, alive: false };

const seen = (activity: Partial<LedgerActivity>): LedgerActivity => ({
  holders: [],
  active: [],
  partial: false,
  ...activity,
});

type Lock = Pick<LedgerFact, 'lockRows' | 'runningSince' | 'activity'>;

const free = lock(false);
const taken = lock(true);

describe('lockEvidence and lockState', () => {
  it.each<[string, Lock, LockEvidence, Ledger['lock']['state']]>([
    ['one row, not locked', { lockRows: free }, 'free', 'free'],
    ['no lock table', { lockRows: null }, 'free', 'free'],
    [
      'a free lock, and a session that works at something else',
      { lockRows: free, activity: seen({ active: [session] }) },
      'free',
      'free',
    ],
    [
      'a free lock of a replica that died',
      { lockRows: free, activity: seen({ announced: dead }) },
      'free',
      'free',
    ],
    [
      'two rows, none locked',
      { lockRows: lock(false, false) },
      'malformed',
      'malformed',
    ],
    ['no row', { lockRows: [] }, 'malformed', 'malformed'],
    [
      'no row, and a session that works',
      { lockRows: [], activity: seen({ active: [session] }) },
      'malformed',
      'malformed',
    ],
    [
      'two rows, and all that speaks for a run',
      {
        lockRows: lock(false, true),
        runningSince: 1,
        activity: seen({
          holders: [session],
          active: [session],
          announced: alive,
        }),
      },
      'malformed',
      'malformed',
    ],
    [
      'locked by a run of ours',
      { lockRows: taken, runningSince: 1 },
      'own-run',
      'running',
    ],
    [
      'a transactional run of ours',
      { lockRows: free, runningSince: 1 },
      'own-run',
      'running',
    ],
    [
      'a first run, before the row',
      { lockRows: [], runningSince: 1 },
      'own-run',
      'running',
    ],
    [
      'a first run, before the table',
      { lockRows: null, runningSince: 1 },
      'own-run',
      'running',
    ],
    [
      'a run of ours, and all that speaks for others',
      {
        lockRows: taken,
        runningSince: 1,
        activity: seen({
          holders: [session],
          active: [session],
          announced: alive,
        }),
      },
      'own-run',
      'running',
    ],
    [
      'a replica that says so',
      { lockRows: taken, activity: seen({ announced: alive }) },
      'replica-run',
      'running',
    ],
    [
      'a replica that says so, in a transaction',
      {
        lockRows: free,
        activity: seen({ announced: alive, holders: [session] }),
      },
      'replica-run',
      'running',
    ],
    [
      'a first run of a replica',
      { lockRows: null, activity: seen({ announced: alive }) },
      'replica-run',
      'running',
    ],
    [
      'a session that holds the lock table',
      { lockRows: free, activity: seen({ holders: [session] }) },
      'transaction',
      'running',
    ],
    [
      'the same, of a replica that died',
      {
        lockRows: free,
        activity: seen({ holders: [session], announced: dead }),
      },
      'transaction',
      'running',
    ],
    [
      'a first run in a transaction, which makes the table',
      { lockRows: null, activity: seen({ holders: [session] }) },
      'transaction',
      'running',
    ],
    [
      'a taken lock, and a session that works',
      { lockRows: taken, activity: seen({ active: [session] }) },
      'statement',
      'running',
    ],
    [
      'the same, of a replica that died',
      {
        lockRows: taken,
        activity: seen({ active: [session], announced: dead }),
      },
      'orphaned-statement',
      'held',
    ],
    [
      'locked, and nobody looked who it is',
      { lockRows: taken },
      'stale',
      'held',
    ],
    [
      'locked, and nobody is seen',
      { lockRows: taken, activity: seen({}) },
      'stale',
      'held',
    ],
    [
      'locked by a replica that died',
      { lockRows: taken, activity: seen({ announced: dead }) },
      'stale',
      'held',
    ],
  ])('%s', (_, fact, evidence, state) => {
    expect(lockEvidence(fact)).toBe(evidence);
    expect(lockState(fact)).toBe(state);
  });
});

const failed: LedgerRun = { at: 1, durationMs: 1, outcome: 'failed' };

function ledger(overrides: Partial<LedgerFact> = {}): LedgerFact {
  return {
    table: 'knex_migrations',
    source: { package: 'p', directory: '/m' },
    files: ['a', 'b'],
    applied: rows('a', 'b'),
    lockRows: free,
    validationDisabled: false,
    ...overrides,
  };
}

describe('ledgerState', () => {
  const stateOf = (overrides: Partial<LedgerFact>, migrationsSkipped = false) =>
    ledgerState(ledger(overrides), { migrationsSkipped });

  /** What needs most attention first. */
  const byPrecedence: readonly [Ledger['state'], Partial<LedgerFact>][] = [
    ['lock-malformed', { lockRows: lock(false, false) }],
    ['running', { runningSince: 1 }],
    ['locked', { lockRows: taken }],
    ['diverged', { files: ['b', 'c'], applied: rows('x') }],
    ['missing-files', { applied: rows('a', 'b', 'c') }],
    ['failed', { lastRun: failed }],
    ['out-of-order', { applied: rows('b') }],
    ['pending', { applied: rows('a') }],
    ['empty', { files: [], applied: [] }],
    ['up-to-date', {}],
  ];

  it.each(byPrecedence)('is %s', (state, overrides) => {
    expect(stateOf(overrides)).toBe(state);
  });

  /** Two that may be true at once. */
  const pairs = byPrecedence.flatMap(([state, worse], i) =>
    byPrecedence
      .slice(i + 1)
      .filter(([, other]) => !Object.keys(other).some(key => key in worse))
      .map(
        ([other, overrides]) =>
          [state, other, { ...overrides, ...worse }] as const,
      ),
  );

  it.each(pairs)('is %s before it is %s', (state, _, overrides) => {
    expect(stateOf(overrides)).toBe(state);
  });

  it('is skipped where what is pending is not to be applied here', () => {
    expect(stateOf({ applied: rows('a') }, true)).toBe('skipped');
    expect(stateOf({ applied: rows('b') }, true)).toBe('skipped');
    const others = byPrecedence.filter(
      ([state]) => state !== 'pending' && state !== 'out-of-order',
    );
    for (const [state, overrides] of others) {
      expect(stateOf(overrides, true)).toBe(state);
    }
  });

  it('is source-unknown where nobody knows the files', () => {
    const unknown = { source: null, files: null };
    expect(stateOf(unknown)).toBe('source-unknown');
    expect(stateOf({ files: null })).toBe('source-unknown');
    expect(stateOf({ ...unknown, applied: [] })).toBe('source-unknown');
    expect(stateOf({ ...unknown, lockRows: taken })).toBe('locked');
    expect(stateOf({ ...unknown, lastRun: failed })).toBe('failed');
  });

  it('is unreadable where it was not read, unless this process knows of a run', () => {
    const unreadable = { kind: 'locked', sentence: 'It is locked.' } as const;
    for (const [state, overrides] of byPrecedence) {
      expect(stateOf({ ...overrides, unreadable })).toBe(
        ['running', 'failed'].includes(state) ? state : 'unreadable',
      );
    }
  });

  it('counts a run that succeeded as none', () => {
    expect(stateOf({ lastRun: { ...failed, outcome: 'succeeded' } })).toBe(
      'up-to-date',
    );
  });
});
