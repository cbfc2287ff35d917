import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { diffLedger, ledgerKey, outOfOrderMigrations } from '../../pure/ledger';
import { latestByHand } from '../parts/ledgers/byHand';
import { judgeEachWithFiles } from '../parts/ledgers/judgeEach';
import { listState } from '../parts/ledgers/listState';
import { putBack } from '../parts/ledgers/putBack';
import { count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** Files without a row that sort before one with a row. */
export const migrationsOutOfOrder = createCheck({
  id: 'migrations-out-of-order',
  title: 'Migrations out of order',
  rationale:
    'A migration was not applied although later ones were. Knex will apply it after them, on tables that nobody has tried it on; or it was applied, and its row was deleted.',
  per: 'database',
  needs: ['ledgers', 'environment', 'identity'],
  limits: {},
  source:
    'No limit: one is enough. Flyway refuses such a migration unless told otherwise, Atlas calls it out of order.',
  remedy:
    'Find out whether its change is in the database. If so, put its row back; if not, make sure that it may run after the later ones, and restart the backend.',
  evaluate({ ledgers, environment, identity }) {
    return judgeEachWithFiles(ledgers, ledger => {
      if (listState(ledger, environment) !== 'out-of-order') {
        return undefined;
      }
      const { pending } = diffLedger(ledger);
      const late = outOfOrderMigrations(ledger);
      const more = pending.length - late.length;
      return {
        severity: 'warning',
        object: ledgerKey(ledger),
        message: `${count(late.length, 'migration')} of ${ledgerKey(ledger)} ${
          late.length === 1 ? 'was' : 'were'
        } not applied although later ones were: ${someOf(late)}${
          more > 0 ? `; ${more} more ${isOrAre(more)} pending` : ''
        }.`,
        evidence: { observed: late.length, limit: 0, unit: 'migrations' },
        remedy: putBack(ledger, pending, identity) ?? toApply(ledger, identity),
      };
    });
  },
});

function toApply(ledger: LedgerFact, identity: Identity): JudgedRemedy {
  const byHand = latestByHand(ledger, identity);
  return {
    ...byHand,
    text: `Make sure that what was not applied may run after the later ones, then restart the backend: the plugin applies it when it starts.${byHand.text}`,
  };
}
