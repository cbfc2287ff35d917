import type { Judgement } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { listState } from '../parts/ledgers/listState';
import { sharing } from '../parts/ledgers/sharing';
import { count, isOrAre } from '../parts/wording/amounts';

/** Tables and ledgers of which nobody can say whether they are up to date. */
export const migrationsUntracked = createCheck({
  id: 'migrations-untracked',
  title: 'Untracked migrations',
  rationale:
    'Whether a database has all migrations that its plugin needs is known only if its ledgers exist and the files of each are known. Otherwise a rollback or an upgrade may fail without warning.',
  per: 'database',
  needs: ['ledgers', 'size'],
  limits: {},
  source: 'No limit: one is enough.',
  remedy:
    'Name the files of the ledger with `addMigrationSources()` of the extension point. A plugin that creates its tables without Knex needs nothing.',
  evaluate({ ledgers, size: { tables } }) {
    if (ledgers.length === 0) {
      return tables > 0 ? [withoutLedger(tables)] : [];
    }
    return judgeEach(ledgers, ledger =>
      ledger.source === null ? ownerless(ledger) : shared(ledger),
    );
  },
});

function withoutLedger(tables: number): Judgement {
  return {
    severity: 'info',
    message: `The database has ${count(
      tables,
      'table',
    )} and no ledger, so nobody can say whether they are what the plugin expects.`,
    evidence: { observed: tables, limit: null, unit: 'tables' },
    remedy: {
      text: 'Nothing needs to be done if the plugin creates its tables without Knex. Otherwise its migrations table was dropped: restore it from a backup before the next start, which would create every table again.',
    },
  };
}

function ownerless(ledger: LedgerFact): Judgement {
  const applied = ledger.applied.length;
  return {
    severity: 'info',
    object: ledgerKey(ledger),
    message: `Nobody knows which files belong to ${ledgerKey(
      ledger,
    )}, in which ${count(applied, 'migration')} ${isOrAre(applied)} applied.`,
    evidence: { observed: applied, limit: null, unit: 'applied migrations' },
    remedy: {
      text: 'If a plugin or module of this backend brings them, name them with `addMigrationSources()` of the extension point. If the package was removed, the ledger and its tables are left over.',
    },
  };
}

/** Two that validate would be found failed or missing as soon as one starts. */
function shared(ledger: LedgerFact): Judgement | undefined {
  const words = sharing(ledger);
  const judgedElsewhere = ['failed', 'missing-files', 'diverged'];
  if (!words || judgedElsewhere.includes(listState(ledger))) {
    return undefined;
  }
  return {
    severity: 'info',
    object: ledgerKey(ledger),
    message: `${ledgerKey(ledger)} belongs to more than one package.${words}`,
    evidence: {
      observed: 1 + (ledger.otherSources?.length ?? 0),
      limit: 1,
      unit: 'sources',
    },
    remedy: {
      text: 'Give each of the packages a migrations table of its own (`tableName`), with the rows of its own files. If all of them switch list validation off, nothing needs to be done.',
    },
  };
}
