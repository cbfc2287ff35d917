import { engineData } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import { ledgerKey } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { someOf } from '../parts/wording/list';

/** A ledger in which several plugins keep different migrations. */
export const migrationsShared = createCheck({
  id: 'migrations-shared',
  title: 'Shared migrations',
  rationale:
    'Several plugins are configured for one database and keep their migrations in one table. Knex takes the rows of one for missing files of the other and refuses to run, so that only the one that came first can start; and tables of the same name meet.',
  per: 'database',
  needs: ['ledgers', 'identity'],
  limits: {},
  source: 'No limit: two are enough.',
  remedy:
    'Give each plugin a database, schema or file of its own. Delete no row: each belongs to a plugin that runs.',
  evaluate({ ledgers, identity }) {
    return judgeEach(ledgers, ledger => {
      const { sharedBy } = ledger;
      // All of them have it; it is told once.
      if (!sharedBy?.isFirst) {
        return undefined;
      }
      const { pluginIds } = sharedBy;
      const place = engineData[identity.engine].isServer ? 'database' : 'file';
      return {
        severity: 'critical',
        object: ledgerKey(ledger),
        message: `${pluginIds.length} plugins share the ${place} ${
          identity.name
        } and its ledger ${ledgerKey(ledger)}, ${someOf(
          pluginIds,
        )}: Knex takes the migrations of one for missing files of the others, so their next start will fail.`,
        evidence: { observed: pluginIds.length, limit: 1, unit: 'plugins' },
        remedy: {
          text: `Delete and undo nothing: each row belongs to a plugin that runs. ${
            dialects[identity.engine].ownPlaces
          } Then restart the backend. What a plugin has stored here does not move by itself: make a backup, and restore its tables into its own.`,
        },
      };
    });
  },
});
