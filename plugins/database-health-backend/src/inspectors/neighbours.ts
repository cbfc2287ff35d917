import type {
  Neighbour,
  Observation,
} from 'backstage-plugin-database-health-node';
import { pluginNamePrefix } from 'backstage-plugin-database-health-node';

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

export function toNeighbours(
  rows: readonly NeighbourRow[],
  prefix: string,
): Neighbour[] {
  return rows.map(({ name, bytes, inUse }) => ({
    name,
    pluginId: name.slice(prefix.length),
    bytes: bytes === null ? null : Number(bytes),
    ...(inUse !== undefined && { inUse }),
  }));
}
