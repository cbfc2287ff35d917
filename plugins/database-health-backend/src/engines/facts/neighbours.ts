import type { Neighbour } from '../../pure/facts';
import type { Observation } from '../../observation/types';
import { pluginNamePrefix } from '../../observation/types';

/** A database or schema as a server lists it; text for numbers is fine. */
export interface NeighbourRow {
  name: string;
  bytes: unknown;
  inUse?: boolean;
}

/** Neighbours that a reading holds (ours). */
export const mostNeighbours = 1_000;

/** With what the names of the databases of all plugins begin. */
export function databasePrefix({ configured }: Observation): string {
  return configured.namePrefix ?? pluginNamePrefix;
}

/**
 * Backstage wants no underscore in the id of a plugin, but most prefixes end with
 * one: a name that has one left is taken for that of another deployment, whose
 * prefix begins with this one.
 */
export function toNeighbours(
  rows: readonly NeighbourRow[],
  prefix: string,
): Neighbour[] {
  return rows
    .map(({ name, bytes, inUse }) => ({
      name,
      pluginId: name.slice(prefix.length),
      bytes: bytes === null ? null : Number(bytes),
      ...(inUse !== undefined && { inUse }),
    }))
    .filter(({ pluginId }) => !pluginId.includes('_'));
}
