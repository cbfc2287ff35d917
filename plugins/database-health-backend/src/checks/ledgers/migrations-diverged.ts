import type { LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import {
  diffLedger,
  lastCommonMigration,
  ledgerKey,
  renamedMigrations,
} from '../../pure/ledger';
import { duringUpdate } from '../parts/ledgers/duringUpdate';
import { judgeEachWithFiles } from '../parts/ledgers/judgeEach';
import { andLastRunFailed } from '../parts/ledgers/lastFailure';
import { listState } from '../parts/ledgers/listState';
import { forMissingRows } from '../parts/ledgers/missingRows';
import { refusal, startsWithoutRun } from '../parts/ledgers/refusal';
import { sharing } from '../parts/ledgers/sharing';
import { isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** A ledger that has rows without a file and files without a row. */
export const migrationsDiverged = createCheck({
  id: 'migrations-diverged',
  title: 'Diverged migrations',
  rationale:
    'The database was migrated by code that is neither older nor newer than this version of the plugin: each has migrations that the other lacks. Knex refuses to run, and neither version alone makes the two agree.',
  per: 'database',
  needs: ['ledgers', 'environment', 'identity'],
  limits: {},
  source:
    'Knex refuses such a ledger ("The migration directory is corrupt"); Prisma calls it diverged and names the last common migration.',
  remedy:
    'With the other version, undo what it applied, from its last migration back to the last common one (`knex migrate:down`); then this version applies its own when it starts.',
  evaluate({ ledgers, environment, identity }) {
    return judgeEachWithFiles(ledgers, ledger => {
      if (listState(ledger) !== 'diverged') {
        return undefined;
      }
      const { pending, missing } = diffLedger(ledger);
      const lastCommon = lastCommonMigration(ledger);
      const starts = startsWithoutRun(ledger, environment);
      const remedy = forMissingRows(ledger, missing, identity);
      return {
        severity: starts ? 'warning' : 'critical',
        object: ledgerKey(ledger),
        message: `${ledgerKey(ledger)} and its files have diverged ${
          lastCommon ? `after ${lastCommon}` : 'from the first migration on'
        }: ${someOf(missing)} ${
          missing.length === 1 ? 'has' : 'have'
        } no file, and ${someOf(pending)} ${isOrAre(
          pending.length,
        )} not applied${
          ledger.validationDisabled ? '' : `, ${refusal(ledger, environment)}`
        }.${renaming(ledger)}${andLastRunFailed(ledger)}${sharing(ledger)}`,
        evidence: {
          observed: missing.length + pending.length,
          limit: 0,
          unit: 'migrations',
        },
        remedy: {
          ...remedy,
          text: `${remedy.text} Then ${
            starts
              ? 'apply what is pending in the way that replaces the plugin’s own migrations.'
              : 'restart this version: it applies what is pending.'
          }`,
        },
        ...duringUpdate(ledger, missing, { startsAgain: starts }),
      };
    });
  },
});

/** Which rows have a file of another name, as a sentence that follows another one. */
function renaming(ledger: LedgerFact): string {
  const renamed = renamedMigrations(ledger).filter(({ to }) => to);
  return renamed.length === 0
    ? ''
    : ` The names differ in case or ending alone: ${someOf(
        renamed.map(({ from, to }) => `${from} is ${to} now`),
      )}.`;
}
