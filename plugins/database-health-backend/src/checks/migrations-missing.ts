import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { createCheck, diffLedger } from 'backstage-plugin-database-health-node';
import { judgeEachWithFiles, nameOf } from './ledgers/judgeEach';
import { equals, ledgerTable } from './ledgers/sql';
import { count } from './wording/amounts';
import { someOf } from './wording/list';

/** Rows of a ledger that no file explains. */
export const migrationsMissing = createCheck({
  id: 'migrations-missing',
  title: 'Missing migrations',
  rationale:
    'A migration was applied whose file this version of the plugin does not have. Knex compares the two before it does anything else and refuses to run, so the plugin will not start again.',
  per: 'database',
  needs: ['ledgers'],
  limits: {},
  source:
    'Knex refuses such a ledger ("The migration directory is corrupt"); Flyway calls the newer ones future.',
  remedy:
    'Install the version of the plugin that has the files. To go back for good, undo the migrations with that version first (`knex migrate:down`). Delete a row only where its change is known to be gone from the database.',
  evaluate({ ledgers }) {
    return judgeEachWithFiles(ledgers, ledger => {
      const { missing } = diffLedger(ledger);
      if (missing.length === 0) {
        return undefined;
      }
      const { validationDisabled } = ledger;
      return {
        severity: validationDisabled ? 'warning' : 'critical',
        object: nameOf(ledger),
        message: `${count(missing.length, 'applied migration')} of ${nameOf(
          ledger,
        )} ${missing.length === 1 ? 'has' : 'have'} no file${
          isFuture(ledger, missing) ? ', being of a newer version' : ''
        }, ${
          validationDisabled
            ? 'which the plugin accepts'
            : 'so the next start of the plugin will fail'
        }: ${someOf(missing)}.`,
        evidence: {
          observed: missing.length,
          limit: 0,
          unit: 'migrations',
        },
        remedy: {
          text: `Install the version of ${
            ledger.source?.package ?? 'the plugin'
          } that has the files; to go back to this one, undo them there first, the last one first, with \`knex migrate:down\`. Only where the changes are known to be gone from the database, delete the rows with the line below.`,
          sql: `delete from ${ledgerTable(ledger)} where "name" ${equals(
            missing,
          )};`,
        },
      };
    });
  },
});

/** A newer version has run here, and an older one runs now. */
function isFuture({ files }: LedgerFact, missing: readonly string[]): boolean {
  const newest = [...(files ?? [])].sort().pop();
  return newest !== undefined && missing.every(name => name > newest);
}
