import type { Ledger } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from '../../../pure/facts';
import { ledgerState, lockEvidence, lockState } from '../../../pure/ledger';

/** What a run in flight may be about to end. */
const endedByRun: readonly Ledger['state'][] = [
  'pending',
  'out-of-order',
  'skipped',
];

/**
 * The state of a ledger apart from its lock: what the next run would find. One
 * check judges each, so that a ledger has one finding however many of its rows
 * and files are involved. `running` where a run may be about to change it.
 */
export function listState(
  ledger: LedgerFact,
  options: { migrationsSkipped: boolean } = { migrationsSkipped: false },
): Ledger['state'] {
  const state = ledgerState(
    { ...ledger, lockRows: null, runningSince: undefined, activity: undefined },
    options,
  );
  const ends = endedByRun.includes(state)
    ? lockState(ledger) === 'running'
    : state === 'failed' && lockEvidence(ledger) === 'own-run';
  return ends ? 'running' : state;
}
