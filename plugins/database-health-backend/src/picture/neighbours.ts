import type {
  Neighbour,
  Neighbours,
  Readings,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';

/**
 * The same neighbours, each with the plugin that it is known to belong to: one
 * that is configured by name may have the name of another plugin's.
 */
export function withTheirPlugins(
  { databases, schemas }: Neighbours,
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
  return { databases: withTheirs(databases), schemas: withTheirs(schemas) };
}
