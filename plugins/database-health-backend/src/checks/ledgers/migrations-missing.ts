import type { LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { diffLedger, ledgerKey } from '../../pure/ledger';
import { duringUpdate } from '../parts/ledgers/duringUpdate';
import { judgeEachWithFiles } from '../parts/ledgers/judgeEach';
import { andLastRunFailed } from '../parts/ledgers/lastFailure';
import { listState } from '../parts/ledgers/listState';
import { forMissingRows } from '../parts/ledgers/missingRows';
import { refusal, startsWithoutRun } from '../parts/ledgers/refusal';
import { sharing } from '../parts/ledgers/sharing';
import { count } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** Rows of a ledger that no file explains. */
export const migrationsMissing = createCheck({
  id: 'migrations-missing',
  title: 'Missing migrations',
  rationale:
    'A migration was applied whose file this version of the plugin does not have. Knex compares the two before it does anything else and refuses to run, so the plugin will not start again.',
  per: 'database',
  needs: ['ledgers', 'environment', 'identity'],
  limits: {},
  source:
    'Knex refuses such a ledger ("The migration directory is corrupt"); Flyway calls the newer ones future.',
  remedy:
    'Install the version of the plugin that has the files. To stay with the present version, undo the migrations with that version first (`knex migrate:down`). Delete a row only if its change is known to be gone from the database.',
  evaluate({ ledgers, environment, identity }) {
    return judgeEachWithFiles(ledgers, ledger => {
      if (listState(ledger) !== 'missing-files') {
        return undefined;
      }
      const { missing } = diffLedger(ledger);
      const failed = andLastRunFailed(ledger);
      const accepted = ledger.validationDisabled;
      return {
        severity:
          (accepted && !failed) || startsWithoutRun(ledger, environment)
            ? 'warning'
            : 'critical',
        object: ledgerKey(ledger),
        message: `${count(missing.length, 'applied migration')} of ${ledgerKey(
          ledger,
        )} ${missing.length === 1 ? 'has' : 'have'} no file${
          isFuture(ledger, missing) ? ', being of a newer version' : ''
        }, ${
          accepted ? 'which the plugin accepts' : refusal(ledger, environment)
        }: ${someOf(missing)}.${failed}${sharing(ledger)}`,
        evidence: {
          observed: missing.length,
          limit: 0,
          unit: 'migrations',
        },
        remedy: forMissingRows(ledger, missing, identity),
        ...duringUpdate(ledger, missing, {
          startsAgain: accepted || startsWithoutRun(ledger, environment),
        }),
      };
    });
  },
});

/** A newer version has run here, and an older one runs now. */
function isFuture({ files }: LedgerFact, missing: readonly string[]): boolean {
  const newest = [...(files ?? [])].sort().pop();
  return newest !== undefined && missing.every(name => name > newest);
}
