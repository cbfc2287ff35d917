import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { diffLedger, ledgerKey } from '../../pure/ledger';
import { latestByHand } from '../parts/ledgers/byHand';
import { judgeEachWithFiles } from '../parts/ledgers/judgeEach';
import { listState } from '../parts/ledgers/listState';
import { judgeLost } from '../parts/ledgers/lost';
import { putBack } from '../parts/ledgers/putBack';
import { count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** Files of a ledger that were not applied. */
export const migrationsPending = createCheck({
  id: 'migrations-pending',
  title: 'Pending migrations',
  rationale:
    'The plugin brings a migration that its database does not have yet. Plugins migrate when they start, so one that is still pending minutes later was forgotten, failed, or lost its row; the code then runs on tables that it does not expect.',
  per: 'database',
  needs: ['ledgers', 'environment', 'identity', 'size'],
  limits: { criticalUptimeSeconds: 300 },
  source: 'Ours: a start that migrates takes less than 5 min.',
  remedy:
    'Restart the backend, so that the plugin applies them, unless the database or its migrations table is gone: then find out first what happened. If `skipMigrations` is configured, apply them in the way that replaces the plugin’s own migrations.',
  evaluate({ ledgers, environment, identity, size }, { limits }) {
    const late = environment.uptimeSeconds >= limits.criticalUptimeSeconds;
    const lateSeverity = late ? 'critical' : 'warning';
    return judgeEachWithFiles(ledgers, ledger => {
      const state = listState(ledger, environment);
      if (state !== 'pending' && state !== 'skipped') {
        return undefined;
      }
      const lost = judgeLost(ledger, identity, size);
      if (lost) {
        return lost;
      }
      const skipped = state === 'skipped';
      const { pending } = diffLedger(ledger);
      return {
        severity: skipped ? 'info' : lateSeverity,
        object: ledgerKey(ledger),
        message: `${count(pending.length, 'migration')} ${isOrAre(
          pending.length,
        )} pending in ${ledgerKey(ledger)}${
          skipped ? ', where skipMigrations is configured' : ''
        }: ${someOf(pending)}.`,
        evidence: {
          observed: pending.length,
          limit: 0,
          unit: 'migrations',
        },
        remedy:
          putBack(ledger, pending, identity) ??
          toApply(ledger, identity, skipped),
      };
    });
  },
});

function toApply(
  ledger: LedgerFact,
  identity: Identity,
  skipped: boolean,
): JudgedRemedy {
  const byHand = latestByHand(ledger, identity);
  const start = skipped
    ? 'Apply them in the way that replaces the plugin’s own migrations.'
    : 'Restart the backend: the plugin applies them when it starts.';
  return { ...byHand, text: `${start}${byHand.text}` };
}
