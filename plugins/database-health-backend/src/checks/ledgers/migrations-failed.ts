import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey, lockState } from '../../pure/ledger';
import { latestByHand } from '../parts/ledgers/byHand';
import { halfDone } from '../parts/ledgers/halfDone';
import { judgeEachRun } from '../parts/ledgers/judgeEach';
import { lastFailure } from '../parts/ledgers/lastFailure';
import { listState } from '../parts/ledgers/listState';
import { sharing } from '../parts/ledgers/sharing';

const alreadyLocked = 'already locked';
const filesAreMissing = 'the following files are missing';

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
    return judgeEachRun(ledgers, ledger => {
      // Whatever stopped one among the migrations of others is no fault of its own.
      if (listState(ledger) !== 'failed' || ledger.sharedBy) {
        return undefined;
      }
      return {
        severity: 'critical',
        object: ledgerKey(ledger),
        message: `The last run of the migrations of ${ledgerKey(
          ledger,
        )} ${lastFailure(ledger)}${whatIsOver(ledger)}${sharing(ledger)}`,
        evidence: { observed: 1, limit: 0, unit: 'failed runs' },
        remedy: remedyFor(ledger, identity),
      };
    });
  },
});

function failedOf({ lastRun }: LedgerFact, words: string): boolean {
  return lastRun?.failure?.sentence.includes(words) ?? false;
}

/** What is mended by now, but that nothing has run since; empty where it is not known. */
function whatIsOver(ledger: LedgerFact): string {
  if (ledger.unreadable || sharing(ledger)) {
    return '';
  }
  if (failedOf(ledger, filesAreMissing) && ledger.files !== null) {
    return ' By now every row has its file.';
  }
  return failedOf(ledger, alreadyLocked) && lockState(ledger) === 'free'
    ? ' By now the lock is free.'
    : '';
}

function remedyFor(ledger: LedgerFact, identity: Identity): JudgedRemedy {
  if (sharing(ledger)) {
    return {
      text: 'Give each of the packages a migrations table of its own (`tableName`), with the rows of its own files; then restart the backend.',
    };
  }
  if (whatIsOver(ledger)) {
    return {
      text: 'Restart the backend: the plugin migrates again when it starts.',
    };
  }
  if (failedOf(ledger, alreadyLocked)) {
    return {
      text: 'Wait until no process is migrating, or free the lock as its own finding says; then restart the backend: the plugin migrates again when it starts.',
    };
  }
  const byHand = latestByHand(ledger, identity);
  return {
    ...byHand,
    text: `${
      ledger.lastRun?.failure?.remedy ??
      'Fix the cause, then restart the backend: the plugin migrates again when it starts. The log of the backend has the whole error.'
    }${halfDone(identity.engine)}${byHand.text}`,
  };
}
