import type { Ledger } from 'backstage-plugin-database-health-common';
import { qualifiedName } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from './facts';

/**
 * What distinguishes a ledger from the others of its plugin database: its table,
 * with its schema where it has one of its own.
 *
 * @public
 */
export function ledgerKey({
  schema,
  table,
}: Pick<LedgerFact, 'schema' | 'table'>): string {
  return qualifiedName({ schema, name: table });
}

/**
 * Compares a ledger with its source: `pending` are the files without a row, in
 * the order of the source, `missing` the rows without a file, in the order in
 * which they were applied. Both are empty where the source is not known, and where
 * the ledger was not read.
 *
 * @public
 */
export function diffLedger(
  ledger: Pick<LedgerFact, 'files' | 'applied' | 'unreadable'>,
): {
  pending: string[];
  missing: string[];
} {
  if (ledger.files === null || ledger.unreadable) {
    return { pending: [], missing: [] };
  }
  const files = new Set(ledger.files);
  const applied = new Set(ledger.applied.map(row => row.name));
  return {
    pending: [...files].filter(name => !applied.has(name)),
    missing: [...applied].filter(name => !files.has(name)),
  };
}

/**
 * Rows without a file of which a pending file is the same but for its ending and the
 * case of its letters: of a plugin whose files were renamed, as by a build that
 * makes `.cjs` of `.js`. `to` is absent where more than one could be it.
 *
 * @public
 */
export function renamedMigrations(
  ledger: Pick<LedgerFact, 'files' | 'applied'>,
): { from: string; to?: string }[] {
  const { pending, missing } = diffLedger(ledger);
  return missing.flatMap(from => {
    const alike = (name: string) => stemOf(name) === stemOf(from);
    const files = pending.filter(alike);
    const isOnlyOne = files.length === 1 && missing.filter(alike).length === 1;
    return files.length === 0
      ? []
      : [{ from, ...(isOnlyOne && { to: files[0] }) }];
  });
}

/** A name without its ending may have a dot: only an ending of code is one. */
function stemOf(name: string): string {
  return name
    .normalize()
    .toLowerCase()
    .replace(/\.(co|coffee|[cm]?[jt]sx?|eg|iced|litcoffee|ls)$/, '');
}

/**
 * The last migration before ledger and source part: every file up to it has a
 * row, and every row up to it a file. `undefined` where they part at once.
 *
 * @public
 */
export function lastCommonMigration(
  ledger: Pick<LedgerFact, 'files' | 'applied'>,
): string | undefined {
  const files = ledger.files ?? [];
  const rows = ledger.applied.map(row => row.name);
  const upToMissing = new Set(before(rows, name => !files.includes(name)));
  return before(files, name => !rows.includes(name)).findLast(name =>
    upToMissing.has(name),
  );
}

function before(
  names: readonly string[],
  parts: (name: string) => boolean,
): readonly string[] {
  const parting = names.findIndex(parts);
  return parting === -1 ? names : names.slice(0, parting);
}

/**
 * Pending files that sort before the newest applied one that has a file: they
 * came later than what was built upon.
 *
 * @public
 */
export function outOfOrderMigrations(
  ledger: Pick<LedgerFact, 'files' | 'applied'>,
): string[] {
  const files = ledger.files ?? [];
  const applied = new Set(ledger.applied.map(row => row.name));
  const newestApplied = files.findLastIndex(name => applied.has(name));
  return files.slice(0, newestApplied + 1).filter(name => !applied.has(name));
}

/**
 * What is known of the lock of a ledger, and from what:
 *
 * - `unread`: its table could not be read.
 * - `free`: nobody holds it.
 * - `malformed`: it has another number of rows than one.
 * - `own-run`: this process migrates.
 * - `replica-run`: a replica that is alive says that it migrates.
 * - `transaction`: another session holds the lock table.
 * - `statement`: the lock is taken and a session of the plugin runs a statement.
 * - `orphaned-statement`: the same, but the replica that started it is dead.
 * - `stale`: the lock is taken and nobody is seen who could hold it.
 *
 * @public
 */
export type LockEvidence =
  | 'unread'
  | 'free'
  | 'malformed'
  | 'own-run'
  | 'replica-run'
  | 'transaction'
  | 'statement'
  | 'orphaned-statement'
  | 'stale';

/**
 * What is known of the lock of a ledger.
 *
 * @public
 */
export type LockedLedger = Pick<
  LedgerFact,
  'lockRows' | 'runningSince' | 'activity' | 'unreadable'
>;

/**
 * Weighs what is known of the lock of a ledger. A lock table that is not there
 * is `free`, since Knex makes it at the next run.
 *
 * @public
 */
export function lockEvidence({
  lockRows,
  runningSince,
  activity,
  unreadable,
}: LockedLedger): LockEvidence {
  const rows = unreadable ? 0 : lockRows?.length ?? 0;
  if (rows > 1) {
    return 'malformed';
  }
  if (runningSince !== undefined) {
    return 'own-run';
  }
  if (activity?.announced?.alive) {
    return 'replica-run';
  }
  if (activity && activity.holders.length > 0) {
    return 'transaction';
  }
  if (unreadable) {
    return 'unread';
  }
  if (lockRows === null) {
    return 'free';
  }
  if (rows === 0) {
    return 'malformed';
  }
  if (!lockRows[0].isLocked) {
    return 'free';
  }
  if (activity && activity.active.length > 0) {
    return activity.announced ? 'orphaned-statement' : 'statement';
  }
  return 'stale';
}

const lockStates: Record<LockEvidence, Ledger['lock']['state']> = {
  unread: 'unknown',
  free: 'free',
  malformed: 'malformed',
  'own-run': 'running',
  'replica-run': 'running',
  transaction: 'running',
  statement: 'running',
  'orphaned-statement': 'held',
  stale: 'held',
};

/**
 * {@link lockEvidence} in the words of the HTTP contract.
 *
 * @public
 */
export function lockState(ledger: LockedLedger): Ledger['lock']['state'] {
  return lockStates[lockEvidence(ledger)];
}

const stateOfLock: Record<
  Exclude<Ledger['lock']['state'], 'free' | 'unknown'>,
  Ledger['state']
> = {
  malformed: 'lock-malformed',
  running: 'running',
  held: 'locked',
};

/**
 * The one state of a ledger: of all that can be said of it, what needs most
 * attention. A run or a lock comes first, since the rest may change with it.
 *
 * @public
 */
export function ledgerState(
  ledger: LedgerFact,
  options: { migrationsSkipped: boolean },
): Ledger['state'] {
  const { pending, missing } = diffLedger(ledger);
  const lock = lockState(ledger);
  if (lock !== 'free' && lock !== 'unknown') {
    return stateOfLock[lock];
  }
  if (missing.length > 0) {
    return pending.length > 0 ? 'diverged' : 'missing-files';
  }
  if (ledger.lastRun?.outcome === 'failed') {
    return 'failed';
  }
  if (ledger.unreadable) {
    return 'unreadable';
  }
  if (pending.length > 0) {
    if (options.migrationsSkipped) {
      return 'skipped';
    }
    return outOfOrderMigrations(ledger).length > 0 ? 'out-of-order' : 'pending';
  }
  if (ledger.files === null) {
    return 'source-unknown';
  }
  return ledger.applied.length === 0 ? 'empty' : 'up-to-date';
}
