import { durationInWords } from 'backstage-plugin-database-health-common';
import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import type { Identity, LedgerFact, LedgerSession } from '../../pure/facts';
import { ledgerKey, lockEvidence } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { leadingOf, progressOf, waitOf } from '../parts/ledgers/sessions';

/** A ledger whose migrations run now. */
export const migrationsRunning = createCheck({
  id: 'migrations-running',
  title: 'Running migrations',
  rationale:
    'While migrations run, the plugin has not started in the replica that runs them, cannot start in others, and tables may be locked. That is normal for some minutes, and worth a look after that.',
  per: 'database',
  needs: ['ledgers', 'identity'],
  limits: { warningSeconds: 600 },
  source: 'Ours, counted from the start of the run as far as it is known.',
  remedy:
    'Wait until they have ended. If it takes long, see what the statement does and who blocks it before you end anything.',
  evaluate({ ledgers, identity }, { limits, at }) {
    return judgeEach(ledgers, ledger => {
      const run = runOf(ledger);
      if (!run) {
        return undefined;
      }
      // The clock of the server may be ahead of ours.
      const runningMs = Math.max(0, at - (run.since ?? at));
      const isLong = runningMs >= limits.warningSeconds * 1_000;
      return {
        severity: isLong ? 'warning' : 'info',
        object: ledgerKey(ledger),
        message: `Migrations of ${ledgerKey(ledger)} ${run.words(
          durationInWords(runningMs),
        )}${workOf(run.session)}.`,
        evidence: {
          observed: Math.round(runningMs / 1_000),
          limit: limits.warningSeconds,
          unit: 's',
        },
        remedy: remedyFor(run.session, identity, isLong),
      };
    });
  },
});

interface Run {
  /** Epoch milliseconds; `undefined` where nobody knows. */
  since: number | undefined;
  /** The session on the server that does it, where it is seen. */
  session?: LedgerSession;
  words(time: string): string;
}

function runOf(ledger: LedgerFact): Run | undefined {
  const { holders = [], active = [], announced } = ledger.activity ?? {};
  switch (lockEvidence(ledger)) {
    case 'own-run':
      return {
        since: ledger.runningSince,
        words: time => `have been running in this backend for ${time}`,
      };
    case 'replica-run':
      return {
        since: announced?.since,
        session: leadingOf([...holders, ...active]),
        words: time => `have been running in another replica for ${time}`,
      };
    case 'transaction': {
      const session = leadingOf(holders);
      return {
        since: session?.since,
        session,
        words: time =>
          `have been running in a transaction for ${time}: session ${session?.pid} on the server holds the lock table`,
      };
    }
    case 'statement': {
      const session = leadingOf(active);
      return {
        since: session?.since,
        session,
        words: time =>
          `have probably been running for ${time}: the lock is taken, and session ${session?.pid} of the plugin runs a statement`,
      };
    }
    default:
      return undefined;
  }
}

function workOf(session: LedgerSession | undefined): string {
  const progress = session?.progress;
  const waitsFor = session && waitOf(session);
  return [
    progress ? ` (${progress.command}, ${progressOf(progress)})` : '',
    waitsFor ? `, and waits for ${waitsFor}` : '',
  ].join('');
}

function remedyFor(
  session: LedgerSession | undefined,
  { engine }: Identity,
  isLong: boolean,
): JudgedRemedy {
  const sql = session && dialects[engine].lookAt?.(session.pid);
  const wait = isLong
    ? 'Migrations usually take less time, but large tables may need it.'
    : 'Wait until they have ended.';
  return sql
    ? {
        text: `${wait} The line below shows what the session does and whom it waits for, and changes nothing.`,
        sql,
      }
    : { text: wait };
}
