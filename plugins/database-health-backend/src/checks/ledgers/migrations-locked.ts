import { durationInWords } from 'backstage-plugin-database-health-common';
import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import type { Identity, LedgerFact } from '../../pure/facts';
import { ledgerKey, lockEvidence, lockState } from '../../pure/ledger';
import { halfDone } from '../parts/ledgers/halfDone';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { leadingOf } from '../parts/ledgers/sessions';
import { sqlOf } from '../parts/wording/sql';
import { utc } from '../parts/wording/times';

/** A ledger whose lock is taken, though nobody is seen to migrate. */
export const migrationsLocked = createCheck({
  id: 'migrations-locked',
  title: 'Locked migrations',
  rationale:
    'Knex takes a lock while it migrates. A process that dies meanwhile leaves it taken, and from then on every start of the plugin fails with "Migration table is already locked".',
  per: 'database',
  needs: ['ledgers', 'identity'],
  limits: { warningSeconds: 300, criticalSeconds: 900 },
  source: 'Ours, counted from the first survey that saw the lock taken.',
  remedy:
    'Make sure that no process is migrating, then free the lock with the line that the finding offers, or with `knex migrate:unlock`.',
  evaluate({ ledgers, identity }, { limits, at }) {
    return judgeEach(ledgers, ledger => {
      if (lockState(ledger) !== 'held') {
        return undefined;
      }
      const heldMs = Math.max(0, at - (ledger.heldSince ?? at));
      const { severity, limit } = gradeOf(heldMs / 1_000, limits);
      return {
        severity,
        object: ledgerKey(ledger),
        message: `The migration lock of ${ledgerKey(ledger)} ${
          heldMs < 1_000
            ? 'is held'
            : `has been held for at least ${durationInWords(heldMs)}`
        }${whyHeld(ledger)}.`,
        evidence: { observed: Math.round(heldMs / 1_000), limit, unit: 's' },
        remedy: remedyFor(ledger, identity),
      };
    });
  },
});

function gradeOf(
  heldSeconds: number,
  limits: { warningSeconds: number; criticalSeconds: number },
) {
  if (heldSeconds >= limits.criticalSeconds) {
    return { severity: 'critical', limit: limits.criticalSeconds } as const;
  }
  return {
    severity: heldSeconds >= limits.warningSeconds ? 'warning' : 'info',
    limit: limits.warningSeconds,
  } as const;
}

function whyHeld(ledger: LedgerFact): string {
  const { activity } = ledger;
  if (!activity) {
    return ', and it is not known who holds it';
  }
  const orphan = orphanOf(ledger);
  if (orphan) {
    return `: the replica that migrated is gone, and its statement still runs on the server (session ${
      orphan.pid
    }, since ${utc(orphan.since)})`;
  }
  const gone = activity.announced
    ? 'the replica that migrated is gone, and '
    : '';
  const partly = activity.partial
    ? ', though those of other roles are only partly seen'
    : '';
  return ` and is probably stale: ${gone}no session that could hold it is seen${partly}`;
}

function remedyFor(ledger: LedgerFact, { engine }: Identity): JudgedRemedy {
  const { identifier, lockTable } = sqlOf(engine);
  const free = `update ${lockTable(ledger)} set ${identifier(
    'is_locked',
  )} = 0;`;
  const orphan = orphanOf(ledger);
  const end = orphan && dialects[engine].cancel?.(orphan);
  if (!orphan || !end) {
    return {
      text: `Another process may be migrating: check all replicas, and wait for it. If you are sure that none is, the lock was left by a process that died: free it with the line below.${halfDone(
        engine,
      )}`,
      sql: free,
    };
  }
  const leftovers = orphan.progress?.command.includes('CONCURRENTLY')
    ? ' An index that was being built is left invalid: drop it before the next run.'
    : '';
  return {
    text: `Wait for the statement to end, or end it with all lines but the last; then free the lock with the last.${leftovers}${halfDone(
      engine,
    )}`,
    sql: `${end}\n${free}`,
  };
}

function orphanOf(ledger: LedgerFact) {
  return lockEvidence(ledger) === 'orphaned-statement'
    ? leadingOf(ledger.activity?.active ?? [])
    : undefined;
}
