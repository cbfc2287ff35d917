import { createCheck } from 'backstage-plugin-database-health-node';

/** Whether a production backend keeps its data in SQLite. */
export const sqliteInProduction = createCheck({
  id: 'sqlite-in-production',
  title: 'SQLite in production',
  rationale:
    'With `NODE_ENV=production` a plugin keeps its data in SQLite. Data in memory are lost at every restart; a file belongs to one machine, so no second replica can share it, and each query blocks the whole process.',
  per: 'database',
  needs: ['environment', 'identity'],
  limits: {},
  source: 'Ours; the Backstage documentation advises PostgreSQL in production.',
  remedy:
    'Set `backend.database.client: pg` and `backend.database.connection` to a PostgreSQL server. For a demo, set `databaseHealth.checks.sqlite-in-production: false`.',
  evaluate({ environment, identity }) {
    if (identity.engine !== 'sqlite') {
      return { skipped: 'This plugin database is not in SQLite.' };
    }
    if (!environment.production) {
      return [];
    }
    return [
      {
        severity: identity.inMemory ? 'critical' : 'warning',
        message: identity.inMemory
          ? 'This backend runs in production, and all data of the plugin are lost when it stops: they are kept in memory.'
          : 'This backend runs in production, and the data of the plugin are in one SQLite file on this machine.',
        evidence: {
          observed: identity.inMemory ? 'memory' : 'file',
          limit: null,
          unit: 'SQLite storage',
        },
      },
    ];
  },
});
