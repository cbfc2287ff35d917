import type { Judgement } from 'backstage-plugin-database-health-node';
import { createCheck } from 'backstage-plugin-database-health-node';

/** Whether the sessions of a plugin work in its own schema. */
export const searchPath = createCheck({
  id: 'search-path',
  title: 'Schema in use',
  rationale:
    'In schema mode each session of a plugin is told once where to look, with `search_path`. Behind a connection pooler in transaction mode that is forgotten, or is what another plugin has set: then tables and ledgers of several plugins meet in one schema, and nothing that is said of its migrations is true.',
  per: 'database',
  needs: ['identity'],
  limits: {},
  source: 'No limit: it is the configured schema, or not.',
  explains: [
    'migrations-changed',
    'migrations-diverged',
    'migrations-failed',
    'migrations-lock-malformed',
    'migrations-locked',
    'migrations-missing',
    'migrations-out-of-order',
    'migrations-ownership',
    'migrations-pending',
    'migrations-running',
    'migrations-shared',
    'migrations-untracked',
    'query-errors',
  ],
  remedy:
    'Let Backstage reach the server without the pooler, or with one in session mode. Delete and undo nothing before.',
  evaluate({ identity: { schema, foundSchema, server } }) {
    if (schema === undefined) {
      return { skipped: 'This plugin database is no schema.' };
    }
    if (foundSchema === undefined) {
      return [];
    }
    return [
      {
        severity: 'critical',
        object: schema,
        evidence: {
          observed: foundSchema ?? 'none',
          limit: schema,
          unit: 'schema',
        },
        ...(foundSchema === null
          ? ofNoSchema(schema)
          : ofOtherSchema(schema, foundSchema, server?.pooled ?? false)),
      },
    ];
  },
});

type Words = Pick<Judgement, 'message' | 'remedy'>;

function ofNoSchema(schema: string): Words {
  return {
    message: `The sessions of this plugin look into no schema: ${schema} does not exist, or its role may not use it.`,
    remedy: {
      text: `Find out first whether the schema was renamed, dropped or never made: rename it back or restore it, or grant the role of this plugin \`usage\` and \`create\` on it. Only if there never was one, create it, owned by that role. Then restart the backend.`,
    },
  };
}

function ofOtherSchema(schema: string, found: string, pooled: boolean): Words {
  return {
    message: `The sessions of this plugin look into schema ${found}, not into ${schema}${
      pooled
        ? ': a connection pooler in between hands on what other sessions have set'
        : ''
    }. What it reads and writes is not its own.`,
    remedy: {
      text: `${
        pooled
          ? 'Schema mode needs sessions of its own: set `pool_mode = session` for the databases of Backstage, or lead `backend.database.connection` past the pooler, or use `pluginDivisionMode: database`.'
          : 'Look for what sets `search_path`: the role, the database, an option of the connection, or the code of the plugin.'
      } Stop the backend before, and delete and undo nothing: tables of several plugins may lie in ${found} by now. Compare it with a backup, and move what is not its own.`,
    },
  };
}
