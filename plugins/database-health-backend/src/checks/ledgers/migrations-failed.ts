import type {
  Identity,
  JudgedRemedy,
  LedgerFact,
} from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey } from '../../pure/ledger';
import { latestByHand } from '../parts/ledgers/byHand';
import { halfDone } from '../parts/ledgers/halfDone';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { lastFailure } from '../parts/ledgers/lastFailure';
import { listState } from '../parts/ledgers/listState';
import { sharing } from '../parts/ledgers/sharing';

/** A ledger whose last run threw. */
export const migrationsFailed = createCheck({
  id: 'migrations-failed',
  title: 'Failed migrations',
  rationale:
    'The plugin could not bring its database up to date when it started, so it did not start. If `onPluginBootFailure` is `continue`, or another replica still runs, the portal goes on without it, and nothing else may show it.',
  per: 'database',
  needs: ['ledgers', 'identity'],
  limits: {},
  source:
    'No limit: the last run failed. If rows without a file were the cause, `migrations-missing` or `migrations-diverged` says so.',
  remedy:
    'Fix the cause and restart the backend: the plugin migrates again when it starts. The log of the backend has the whole error.',
  evaluate({ ledgers, identity }) {
    return judgeEach(ledgers, ledger => {
      if (listState(ledger) !== 'failed') {
        return undefined;
      }
      return {
        severity: 'critical',
        object: ledgerKey(ledger),
        message: `The last run of the migrations of ${ledgerKey(
          ledger,
        )} ${lastFailure(ledger)}${sharing(ledger)}`,
        evidence: { observed: 1, limit: 0, unit: 'failed runs' },
        remedy: remedyFor(ledger, identity),
      };
    });
  },
});

function remedyFor(ledger: LedgerFact, identity: Identity): JudgedRemedy {
  if (sharing(ledger)) {
    return {
      text: 'Give each of the packages a migrations table of its own (`tableName`), with the rows of its own files; then restart the backend.',
    };
  }
  if (ledger.lastRun?.failure?.sentence.includes('already locked')) {
    return {
      text: 'Wait until no process is migrating, or free the lock as its own finding says; then restart the backend: the plugin migrates again when it starts.',
    };
  }
  const byHand = latestByHand(ledger, identity);
  return {
    ...byHand,
    text: `Fix the cause, then restart the backend: the plugin migrates again when it starts. The log of the backend has the whole error.${halfDone(
      identity.engine,
    )}${byHand.text}`,
  };
}
