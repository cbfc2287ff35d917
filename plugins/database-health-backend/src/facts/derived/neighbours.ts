import type { Readings } from 'backstage-plugin-database-health-node';
import type { Neighbour, Neighbours } from '../../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/** All of a server, each with the plugin that it is known to belong to. */
export const neighboursOfAll = derivedFact({
  fact: 'neighbours',
  needs: ['neighbours'],
  derive: ({ neighbours }, { databases }: ServerSubject) =>
    withTheirPlugins(
      { ...neighbours.value, schemas: schemasOfAll(databases) },
      databases,
    ),
});

/**
 * The schemas of all databases in which plugins have theirs: each was asked for
 * its own alone, and of one database the newest reading counts.
 */
export function schemasOfAll(
  known: readonly { readings: Readings }[],
): Neighbour[] {
  const newest = new Map<string, { at: number; schemas: Neighbour[] }>();
  for (const { readings } of known) {
    const { neighbours } = readings;
    const database = valueOf(readings.identity)?.name;
    if (
      neighbours?.status === 'read' &&
      database !== undefined &&
      neighbours.at > (newest.get(database)?.at ?? -Infinity)
    ) {
      const schemas = neighbours.value.schemas.map(schema => ({
        ...schema,
        database,
      }));
      newest.set(database, { at: neighbours.at, schemas });
    }
  }
  return [...newest.values()].flatMap(({ schemas }) => schemas);
}

/**
 * The same neighbours, each with the plugin that it is known to belong to: one
 * that is configured by name may have the name of another plugin's.
 */
export function withTheirPlugins(
  { engine, databases, schemas }: Neighbours,
  known: readonly { pluginId: string; readings: Readings }[],
): Neighbours {
  const pluginIds = new Map(
    known.flatMap(({ pluginId, readings }) => {
      const identity = valueOf(readings.identity);
      return identity
        ? [[identity.schema ?? identity.name, pluginId] as const]
        : [];
    }),
  );
  const withTheirs = (neighbours: readonly Neighbour[]) =>
    neighbours.map(neighbour => ({
      ...neighbour,
      pluginId: pluginIds.get(neighbour.name) ?? neighbour.pluginId,
    }));
  return {
    engine,
    databases: withTheirs(databases),
    schemas: withTheirs(schemas),
  };
}
