import type { Readings } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../pure/facts';
import { lockState } from '../pure/ledger';
import { valueOf } from 'backstage-plugin-database-health-node';

/** Who holds a lock for longer is not about to free it (ours). */
const settledAfterMs = 15 * 60_000;

/** Whether a lock is taken that may be free, or stale, in a moment. */
export function isUnsettled({ ledgers }: Readings, at: number): boolean {
  return valueOf(ledgers)?.some(ledger => mayChange(ledger, at)) ?? false;
}

function mayChange(ledger: LedgerFact, at: number): boolean {
  switch (lockState(ledger)) {
    case 'running':
      return true;
    case 'held':
      return at - (ledger.heldSince ?? at) < settledAfterMs;
    default:
      return false;
  }
}
