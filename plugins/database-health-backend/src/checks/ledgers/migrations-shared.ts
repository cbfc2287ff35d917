import type { Engine } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { someOf } from '../parts/wording/list';

const places: Record<Engine, (name: string) => string> = {
  postgres: name => `the database ${name}`,
  mysql: name => `the database ${name}`,
  sqlite: name => `the file ${name}`,
};

const remedies: Record<Engine, string> = {
  postgres:
    'Give each plugin a schema of its own with `backend.database.pluginDivisionMode: schema`, or a database of its own: take the name of the database out of `backend.database.connection` and `backend.database.plugin.<plugin id>.connection`, and Backstage names one for each.',
  mysql:
    'Give each plugin a database of its own: take the name of the database out of `backend.database.connection` and `backend.database.plugin.<plugin id>.connection`, and Backstage names one for each.',
  sqlite:
    'Give each plugin a file of its own: a `directory` in place of the `filename` under `backend.database.connection`, in which Backstage names one for each, or a `filename` of its own under `backend.database.plugin.<plugin id>.connection`.',
};

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
      return {
        severity: 'critical',
        object: ledgerKey(ledger),
        message: `${pluginIds.length} plugins share ${places[identity.engine](
          identity.name,
        )} and its ledger ${ledgerKey(ledger)}, ${someOf(
          pluginIds,
        )}: Knex takes the migrations of one for missing files of the others, so their next start will fail.`,
        evidence: { observed: pluginIds.length, limit: 1, unit: 'plugins' },
        remedy: {
          text: `Delete and undo nothing: each row belongs to a plugin that runs. ${
            remedies[identity.engine]
          } Then restart the backend. What a plugin has stored here does not move by itself: make a backup, and restore its tables into its own.`,
        },
      };
    });
  },
});
