import type { Engine } from 'backstage-plugin-database-health-common';
import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import type { Neighbour } from '../../pure/facts';

/** What a plugin left behind when it was removed. */
export const orphan = createCheck({
  id: 'orphan',
  title: 'Orphan',
  rationale:
    'A database or schema is named as Backstage names that of a plugin, and no running backend has this plugin; a name with an underscore after the prefix is taken for that of another deployment. When a plugin is removed, its data stay: they take up space, are backed up, and nobody migrates them any more.',
  per: 'server',
  needs: ['neighbours', 'installedPlugins'],
  limits: {},
  source: 'Ours.',
  remedy:
    'Make sure that no other portal and no stopped backend uses it, keep a copy, and drop it.',
  evaluate({ neighbours, installedPlugins }) {
    if (!installedPlugins) {
      return {
        skipped:
          'The plugins of the other replicas cannot be read, so none is reported as missing.',
      };
    }
    const installed = new Set(installedPlugins.pluginIds);
    const judged = (what: What, each: readonly Neighbour[]) =>
      each
        .filter(({ pluginId, inUse }) => !inUse && !installed.has(pluginId))
        .map(neighbour => ({
          ...judgementOf(what, neighbour, neighbours.engine),
          object: objectOf(neighbour, each),
        }));
    return [
      ...judged('database', neighbours.databases),
      ...judged('schema', neighbours.schemas),
    ];
  },
});

type What = 'database' | 'schema';

/** What has come into a schema since it was last vacuumed or analyzed is not known. */
const leastOf: Record<What, string> = { database: '', schema: 'at least ' };

/** Two databases may have a schema of one name. */
function objectOf(
  { name, database }: Neighbour,
  all: readonly Neighbour[],
): string {
  return all.filter(each => each.name === name).length > 1
    ? `${database}.${name}`
    : name;
}

function judgementOf(what: What, neighbour: Neighbour, engine: Engine) {
  const { name, pluginId, bytes: sizeBytes } = neighbour;
  return {
    severity: 'info' as const,
    message: `The ${what} ${name}${
      sizeBytes === null
        ? ''
        : ` holds ${leastOf[what]}${bytesInWords(sizeBytes)} and`
    } is named after the plugin ${pluginId}, which no running backend has.`,
    evidence: {
      observed: sizeBytes ?? 'unknown',
      limit: null,
      unit: 'bytes',
    },
    remedy: {
      text: `Make sure first: another portal may share this server, or the backend that has the plugin may be stopped. Make a backup first (${
        dialects[engine].backup[what]
      }), then drop the ${what} with all its tables and rows: run the line below ${placeOf(
        what,
        neighbour,
      )}. It cannot be undone.`,
      sql: dropLine(what, name, engine),
    },
  };
}

/** A database cannot be dropped by a session that is in it. */
function placeOf(what: What, { database }: Neighbour): string {
  if (what === 'database') {
    return 'from another database';
  }
  return database === undefined
    ? 'in its database'
    : `in the database ${database}`;
}

function dropLine(what: What, name: string, engine: Engine): string {
  const quoted = dialects[engine].identifier(name);
  return what === 'database'
    ? `drop database ${quoted};`
    : `drop schema ${quoted} cascade;`;
}
