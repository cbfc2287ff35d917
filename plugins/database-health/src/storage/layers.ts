import type { Database } from 'backstage-plugin-database-health-common';
import { Stack, sumOf } from './stack';

/** A layer of the chart: one plugin database, or the small ones together. */
export interface Layer {
  id: string;
  name: string;
  databases: readonly Database[];
  /** The reader does not want to see it. */
  off: boolean;
}

/** A layer as it is drawn. */
export interface ColouredLayer extends Layer {
  colour: string;
}

export interface LayerRow {
  at: number;
  /** Of the layers that are not off, in their order. */
  bytes: readonly (number | null)[];
  /** `null` where one of them is not known. */
  total: number | null;
}

const othersId = 'others';

/** The largest databases as layers, and the rest as one more. */
export function layersOf(
  { databases, starts, rows }: Stack,
  options: { most: number; without: readonly string[] },
): {
  layers: Layer[];
  rows: LayerRow[];
  /** The names of those that were not measured all the time. */
  unmeasured: string[];
  /** The names of those that are counted from their first sample on. */
  late: string[];
  /** Whether a database is in one of the layers that are not off. */
  isShown: (database: Database) => boolean;
} {
  const { most, without } = options;
  // One alone keeps its name.
  const count = databases.length === most + 1 ? most + 1 : most;
  const own = databases.slice(0, count).map(database => ({
    id: database.id,
    name: database.pluginId,
    databases: [database],
  }));
  const rest = databases.slice(count);
  const layers = [
    ...own,
    ...(rest.length > 0
      ? [{ id: othersId, name: `${rest.length} others`, databases: rest }]
      : []),
  ].map(layer => ({ ...layer, off: without.includes(layer.id) }));
  const places = new Map(databases.map(({ id }, place) => [id, place]));
  const shown = layers.filter(({ off }) => !off);
  const counted = shown.flatMap(layer => layer.databases);
  const unmeasured = counted
    .filter(({ id }) => rows.some(row => row.bytes[places.get(id)!] === null))
    .map(({ pluginId }) => pluginId);
  return {
    layers,
    unmeasured,
    isShown: database => counted.includes(database),
    late: counted
      .filter(({ id }) => starts[places.get(id)!] > 0)
      .map(({ pluginId }) => pluginId),
    rows: rows.map(({ at, bytes }) => {
      const sums = shown.map(layer =>
        sumOf(layer.databases.map(({ id }) => bytes[places.get(id)!])),
      );
      return { at, bytes: sums, total: sumOf(sums) };
    }),
  };
}
