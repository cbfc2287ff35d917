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
 * The state of a ledger's lock. Any number of lock rows but one is
 * `malformed`, because it blocks every run for ever; `running` is only said of
 * a run of this process, `held` of any other.
 *
 * @public
 */
export function lockState(
  ledger: Pick<LedgerFact, 'lockRows' | 'runningSince'>,
): LockState {
  if (ledger.lockRows?.length !== 1) {
    return 'malformed';
  }
  if (ledger.runningSince !== undefined) {
    return 'running';
  }
  return ledger.lockRows[0].isLocked ? 'held' : 'free';
}
