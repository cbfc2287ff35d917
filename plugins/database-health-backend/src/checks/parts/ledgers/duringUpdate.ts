import type { Judgement } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../../pure/facts';
import { ledgerKey } from '../../../pure/ledger';
import { count, isOrAre } from '../wording/amounts';
import { someOf } from '../wording/list';

/**
 * An update in which replicas of two versions run beside each other is over by then
 * (ours); Kubernetes calls one stuck after 10 min (`progressDeadlineSeconds`).
 */
const updateEndsWithinMs = 15 * 60_000;

/**
 * What is said of rows without a file while replicas of a newer version run that have
 * them: this one works on as long as it does not start again. `undefined` where none
 * runs, and where a start has failed already.
 */
export function duringUpdate(
  ledger: LedgerFact,
  missing: readonly string[],
  { startsAgain }: { startsAgain: boolean },
):
  | Pick<Judgement, 'severity' | 'openAfterMs' | 'message' | 'remedy'>
  | undefined {
  const { newerReplicas = 0, lastRun } = ledger;
  return newerReplicas === 0 || lastRun?.outcome === 'failed'
    ? undefined
    : {
        severity: 'warning',
        openAfterMs: updateEndsWithinMs,
        message: `${count(missing.length, 'applied migration')} of ${ledgerKey(
          ledger,
        )} ${isOrAre(missing.length)} of a newer version, which ${count(
          newerReplicas,
          'replica',
        )} ${isOrAre(newerReplicas)} running: ${someOf(missing)}.${
          startsAgain
            ? ''
            : ' This replica works on, but would not start again.'
        }`,
        remedy: {
          text: 'Let the update come to its end: replicas of the newer version take the place of this one. If it stands still, their log says why. Undo and delete nothing while they run.',
        },
      };
}
