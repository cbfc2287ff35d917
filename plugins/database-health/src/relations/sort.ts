import type { ComponentType } from 'react';

/** A column of a table of relations. */
export interface RelationColumn<Row> {
  id: string;
  title: string;
  numeric?: boolean;
  /** The cell that names the row. */
  header?: boolean;
  /** The cell takes a line of its own where rows are cards. */
  wide?: boolean;
  /**
   * What it sorts by, `undefined` where that is not known; without it the
   * column cannot be sorted by.
   */
  key?: (row: Row) => string | number | undefined;
  Cell: ComponentType<{ row: Row; largestBytes: number }>;
}

export interface RelationOrder {
  column: string;
  direction: 'asc' | 'desc';
}

/** The order that `size.desc` in the URL stands for, or the given one. */
export function orderFrom<Row>(
  text: string | undefined,
  columns: readonly RelationColumn<Row>[],
  byDefault: RelationOrder,
): RelationOrder {
  const [column, direction] = (text ?? '').split('.');
  return columns.some(({ id, key }) => id === column && key) &&
    (direction === 'asc' || direction === 'desc')
    ? { column, direction }
    : byDefault;
}

/** Numbers are looked at from the largest, names from the first. */
export function nextOrder<Row>(
  { id, numeric }: RelationColumn<Row>,
  order: RelationOrder,
): RelationOrder {
  if (id === order.column) {
    return {
      column: id,
      direction: order.direction === 'asc' ? 'desc' : 'asc',
    };
  }
  return { column: id, direction: numeric ? 'desc' : 'asc' };
}

/** Sorts a copy; what is not known comes last in both directions. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly RelationColumn<Row>[],
  { column, direction }: RelationOrder,
): readonly Row[] {
  const keyOf = columns.find(({ id }) => id === column)?.key;
  if (!keyOf) {
    return rows;
  }
  const sign = direction === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => {
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
