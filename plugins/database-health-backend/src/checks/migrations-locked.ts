import { createCheck, lockState } from 'backstage-plugin-database-health-node';
import { judgeEach, nameOf } from './ledgers/judgeEach';
import { lockTable } from './ledgers/sql';
import { duration } from './wording/amounts';

/** A ledger whose lock is taken. */
export const migrationsLocked = createCheck({
  id: 'migrations-locked',
  title: 'Locked migrations',
  rationale:
    'Knex takes a lock while it migrates. A process that dies in between leaves it taken, and from then on every start of the plugin fails with "Migration table is already locked".',
  per: 'database',
  needs: ['ledgers'],
  limits: { warningSeconds: 300, criticalSeconds: 900 },
  source: 'Ours, counted from the first survey that saw the lock taken.',
  remedy:
    'Be sure that no process is migrating, then free the lock with the line that the finding offers, or with `knex migrate:unlock`.',
  evaluate({ ledgers }, { limits, at }) {
    return judgeEach(ledgers, ledger => {
      const name = nameOf(ledger);
      const state = lockState(ledger);
      if (state === 'running') {
        const runningMs = at - (ledger.runningSince ?? at);
        return {
          severity: 'info',
          object: name,
          message: `Migrations of ${name} have been running in this backend for ${duration(
            runningMs,
          )}.`,
          evidence: {
            observed: Math.round(runningMs / 1_000),
            limit: null,
            unit: 's',
          },
          remedy: { text: 'Wait until they have ended.' },
        };
      }
      if (state !== 'held') {
        return undefined;
      }
      const heldSeconds = Math.max(0, at - (ledger.heldSince ?? at)) / 1_000;
      const { severity, limit } = gradeOf(heldSeconds, limits);
      return {
        severity,
        object: name,
        message: `The migration lock of ${name} is held${
          heldSeconds < 1
            ? ''
            : ` and has been for at least ${duration(heldSeconds * 1_000)}`
        }.`,
        evidence: { observed: Math.round(heldSeconds), limit, unit: 's' },
        remedy: {
          text: 'Another process may be migrating: look at all replicas, and wait for it. If you are sure that none is, the lock was left by a process that died: free it with the line below.',
          sql: `update ${lockTable(ledger)} set "is_locked" = 0;`,
        },
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
