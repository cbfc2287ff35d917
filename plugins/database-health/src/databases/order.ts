import type { Database } from 'backstage-plugin-database-health-common';

/** A column that the table can be sorted by. */
export type SortColumn =
  | 'plugin'
  | 'status'
  | 'engine'
  | 'latency'
  | 'size'
  | 'migrations'
  | 'pool';

export interface Order {
  column: SortColumn;
  direction: 'asc' | 'desc';
}

const keys: Record<
  SortColumn,
  (database: Database) => string | number | undefined
> = {
  plugin: ({ pluginId }) => pluginId,
  status: () => undefined,
  engine: ({ engine }) => engine,
  latency: ({ ping }) => ping?.latencyMs,
  size: ({ size }) => size?.bytes,
  migrations: ({ migrations }) => migrations?.applied,
  pool: ({ pool }) => pool?.used,
};

/** As the API gives them: worst first, then by name. */
export const defaultOrder: Order = { column: 'status', direction: 'desc' };

/** The direction that shows first what one looks for in a column. */
export function firstDirection(column: SortColumn): Order['direction'] {
  return column === 'plugin' || column === 'engine' ? 'asc' : 'desc';
}

/** `size.desc`, as it stands in the URL. */
export function orderToUrl({ column, direction }: Order): string {
  return `${column}.${direction}`;
}

export function orderFromUrl(text: string | undefined): Order {
  const [column, direction] = (text ?? '').split('.');
  return column in keys && (direction === 'asc' || direction === 'desc')
    ? { column: column as SortColumn, direction }
    : defaultOrder;
}

/**
 * Sorts without changing `databases`, whose order decides between equals and
 * is the order by status. What is not known comes last in both directions.
 */
export function sortDatabases(
  databases: readonly Database[],
  { column, direction }: Order,
): readonly Database[] {
  if (column === 'status') {
    return direction === 'desc' ? databases : [...databases].reverse();
  }
  const keyOf = keys[column];
  const sign = direction === 'asc' ? 1 : -1;
  return [...databases].sort((a, b) => {
    const left = keyOf(a);
    const right = keyOf(b);
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    return typeof left === 'string'
      ? sign * left.localeCompare(String(right))
      : sign * (left - Number(right));
  });
}
