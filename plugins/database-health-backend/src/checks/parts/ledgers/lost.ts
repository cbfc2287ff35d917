import type {
  JudgedRemedy,
  Judgement,
} from 'backstage-plugin-database-health-node';
import { dialects } from '../../../engines/dialects';
import type { Identity, LedgerFact, Size } from '../../../pure/facts';
import { diffLedger, ledgerKey } from '../../../pure/ledger';
import { count } from '../wording/amounts';
import { sqlOf } from '../wording/sql';
import { latestByHand } from './byHand';
import { rowsOf } from './putBack';

/**
 * A ledger that this process has seen up to date and whose table is gone. To note its
 * migrations as applied would only hide what has happened to the database.
 */
export function judgeLost(
  ledger: LedgerFact,
  identity: Identity,
  { tables }: Pick<Size, 'tables'>,
): Judgement | undefined {
  if (!ledger.absent || ledger.lastRun?.outcome !== 'succeeded') {
    return undefined;
  }
  const { pending } = diffLedger(ledger);
  const key = ledgerKey(ledger);
  const isEmpty = tables === 0;
  return {
    severity: 'critical',
    object: key,
    message: isEmpty
      ? `The database is empty: ${key}, which was up to date when this backend started, is gone with all that its ${count(
          pending.length,
          'migration',
        )} had made.`
      : `The table ${key} is gone; it was up to date when this backend started, with ${count(
          pending.length,
          'migration',
        )}.`,
    evidence: { observed: pending.length, limit: 0, unit: 'migrations' },
    remedy: isEmpty
      ? ofEmptyDatabase(ledger, identity)
      : ofDroppedTable(ledger, pending, identity),
  };
}

function ofEmptyDatabase(ledger: LedgerFact, identity: Identity): JudgedRemedy {
  const byHand = latestByHand(ledger, identity);
  return {
    ...byHand,
    text: `Find out first what happened: was the database renamed, or dropped and created again? Then rename it back or restore it from a backup, and restart the backend. Only if what was in it may be lost, restart the backend at once: the plugin makes its tables anew, without rows.${byHand.text}`,
  };
}

function ofDroppedTable(
  ledger: LedgerFact,
  names: readonly string[],
  { engine }: Identity,
): JudgedRemedy {
  const { ledgerTable, lockTable, identifier } = sqlOf(engine);
  const columns = dialects[engine].ledgerColumns;
  const lock = lockTable(ledger);
  return {
    text: 'Find out what else was dropped with it, and restore that from a backup. If the table alone is gone, run the lines below as the role of the plugin: they make it again and note as applied what was applied when this backend started. Without it, the next start of the plugin makes all tables a second time, and fails.',
    sql: [
      `create table if not exists ${ledgerTable(ledger)} (${columns.ledger});`,
      rowsOf(ledger, names, engine),
      `create table if not exists ${lock} (${columns.lock});`,
      `insert into ${lock} (${identifier(
        'is_locked',
      )}) select 0 from (select 1 as one) as one where not exists (select 1 from ${lock});`,
    ].join('\n'),
  };
}
