import type { Database, Ledger } from 'backstage-plugin-database-health-common';
import type { LedgerFact } from '../pure/facts';
import type { LockEvidence } from '../pure/ledger';
import {
  diffLedger,
  lastCommonMigration,
  ledgerState,
  lockEvidence,
  lockState,
  outOfOrderMigrations,
} from '../pure/ledger';

/** Every state of a ledger, the one that needs most attention first. */
const statesWorstFirst: readonly Ledger['state'][] = [
  'lock-malformed',
  'failed',
  'diverged',
  'missing-files',
  'locked',
  'running',
  'out-of-order',
  'pending',
  'unreadable',
  'source-unknown',
  'skipped',
  'empty',
  'up-to-date',
];

const evidenceSentences: Record<LockEvidence, string> = {
  unread: 'The lock table could not be read.',
  free: 'Nobody holds the lock.',
  malformed: 'The lock table does not have exactly one row.',
  'own-run': 'This backend is migrating.',
  'replica-run': 'Another replica says that it is migrating.',
  transaction: 'A session on the server holds the lock table.',
  statement:
    'The lock is taken, and a session of this plugin runs a statement.',
  'orphaned-statement':
    'The replica that migrated is gone, but its statement still runs on the server.',
  stale: 'The lock is taken, and no session is seen that could hold it.',
};

/** One ledger as the API has it. */
export function toLedger(
  databaseId: string,
  ledger: LedgerFact,
  context: { readAt: number; skipped: boolean },
): Ledger {
  const { pending, missing } = diffLedger(ledger);
  const { table, schema, source, otherSources, applied, lastRun } = ledger;
  const state = ledgerState(ledger, { migrationsSkipped: context.skipped });
  const outOfOrder = outOfOrderMigrations(ledger);
  const lastCommon = lastCommonMigration(ledger);
  return {
    databaseId,
    table,
    ...(schema && { schema }),
    source,
    ...(otherSources && { otherSources: [...otherSources] }),
    ...(ledger.sharedBy && { sharedBy: [...ledger.sharedBy.pluginIds] }),
    state,
    applied: [...applied],
    pending,
    missing,
    ...(state === 'diverged' && lastCommon && { lastCommon }),
    ...(outOfOrder.length > 0 && { outOfOrder }),
    ...((ledger.changed || ledger.changedByUpgrade) && {
      changed: [...(ledger.changed ?? []), ...(ledger.changedByUpgrade ?? [])],
    }),
    lock: toLock(ledger),
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

function toLock(ledger: LedgerFact): Ledger['lock'] {
  const { activity, heldSince, runningSince } = ledger;
  const sessions = [...(activity?.holders ?? []), ...(activity?.active ?? [])];
  const state = lockState(ledger);
  const since =
    state === 'running'
      ? runningSince ?? activity?.announced?.since ?? sessions[0]?.since
      : heldSince;
  const progress = sessions.find(session => session.progress)?.progress;
  return {
    state,
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    evidence: evidenceSentences[lockEvidence(ledger)],
    ...(state !== 'free' && progress && { progress }),
  };
}

/**
 * What the ledgers of one plugin database come to together: those that were read,
 * and the state of all.
 */
export function countMigrations(
  ledgers: readonly Ledger[],
): Omit<NonNullable<Database['migrations']>, 'at'> {
  const count = (of: (ledger: Ledger) => number) =>
    ledgers.reduce((sum, ledger) => sum + of(ledger), 0);
  return {
    state: worstState(ledgers),
    ledgers: ledgers.length,
    applied: count(
      ({ applied }) => new Set(applied.map(({ name }) => name)).size,
    ),
    pending: count(({ pending }) => pending.length),
    missing: count(({ missing }) => missing.length),
    locked: count(({ lock }) => (lock.state === 'held' ? 1 : 0)),
  };
}

/** The state that needs most attention; `empty` where there is no ledger. */
function worstState(ledgers: readonly Ledger[]): Ledger['state'] {
  return (
    statesWorstFirst.find(state =>
      ledgers.some(ledger => ledger.state === state),
    ) ?? 'empty'
  );
}
