import type { LockState } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from './facts';

/**
 * Compares a ledger with its source: `pending` are the files without a row, in
 * the order of the source, `missing` the rows without a file, in the order in
 * which they were applied. Both are empty where the source is not known.
 *
 * @public
 */
export function diffLedger(ledger: Pick<LedgerFact, 'files' | 'applied'>): {
  pending: string[];
  missing: string[];
} {
  if (ledger.files === null) {
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
 * The state of a ledger's lock: `running` is only said of a run of this
 * process, `held` of any other. Any number of lock rows but one is
 * `malformed`; a lock table that is not there is `free`, since Knex makes it
 * at the next run.
 *
 * @public
 */
export function lockState({
  lockRows,
  runningSince,
}: Pick<LedgerFact, 'lockRows' | 'runningSince'>): LockState {
  const rows = lockRows?.length ?? 0;
  if (rows > 1) {
    return 'malformed';
  }
  if (runningSince !== undefined) {
    return 'running';
  }
  if (lockRows === null) {
    return 'free';
  }
  if (rows === 0) {
    return 'malformed';
  }
  return lockRows[0].isLocked ? 'held' : 'free';
}
