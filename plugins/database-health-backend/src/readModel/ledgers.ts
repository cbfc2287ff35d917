import type {
  Ledger,
  LedgerState,
} from 'backstage-plugin-database-health-common';
import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { diffLedger, lockState } from 'backstage-plugin-database-health-node';

/** Every state of a ledger, the one that needs most attention first. */
const statesWorstFirst: readonly LedgerState[] = [
  'lock-malformed',
  'failed',
  'diverged',
  'missing-files',
  'locked',
  'running',
  'out-of-order',
  'pending',
  'source-unknown',
  'skipped',
  'empty',
  'up-to-date',
];

/** One ledger as the API tells it. */
export function toLedger(
  databaseId: string,
  ledger: LedgerFact,
  context: { readAt: number; skipped: boolean },
): Ledger {
  const { pending, missing } = diffLedger(ledger);
  const { table, schema, source, applied, heldSince, runningSince, lastRun } =
    ledger;
  const lockedSince = runningSince ?? heldSince;
  return {
    databaseId,
    table,
    ...(schema && { schema }),
    source,
    state: stateOf(ledger, context.skipped),
    applied: [...applied],
    pending: [...pending],
    missing: [...missing],
    lock: {
      state: lockState(ledger),
      ...(lockedSince && { since: new Date(lockedSince).toISOString() }),
    },
    ...(lastRun && {
      lastRun: {
        at: new Date(lastRun.at).toISOString(),
        durationMs: lastRun.durationMs,
        outcome: lastRun.outcome,
        ...(lastRun.failure && { error: lastRun.failure.sentence }),
      },
    }),
    ...(ledger.unreadable && { unreadable: ledger.unreadable.sentence }),
    readAt: new Date(context.readAt).toISOString(),
  };
}

/** The state that needs most attention; `empty` where there is no ledger. */
export function worstState(ledgers: readonly Ledger[]): LedgerState {
  return (
    statesWorstFirst.find(state =>
      ledgers.some(ledger => ledger.state === state),
    ) ?? 'empty'
  );
}

function stateOf(ledger: LedgerFact, skipped: boolean): LedgerState {
  const { pending, missing } = diffLedger(ledger);
  const lock = lockState(ledger);
  if (ledger.unreadable || ledger.files === null) {
    return 'source-unknown';
  }
  if (lock === 'running') {
    return 'running';
  }
  if (lock === 'malformed') {
    return 'lock-malformed';
  }
  if (lock === 'held') {
    return 'locked';
  }
  if (ledger.lastRun?.outcome === 'failed') {
    return 'failed';
  }
  if (missing.length > 0) {
    return pending.length > 0 ? 'diverged' : 'missing-files';
  }
  if (pending.length > 0) {
    return skipped ? 'skipped' : 'pending';
  }
  return ledger.applied.length === 0 ? 'empty' : 'up-to-date';
}
