import { useUrlValue } from '../frame/useUrlList';

/** What a table is sorted by. */
export interface Order {
  column: string;
  direction: 'asc' | 'desc';
}

/** What of a column says how it sorts. */
export interface Sortable<Row> {
  id: string;
  /** Looked at from the largest on, where `first` does not say otherwise. */
  numeric?: boolean;
  /** The direction that shows first what one looks for. */
  first?: Order['direction'];
  /**
   * What it sorts by, `undefined` where that is not known; without it the
   * column cannot be sorted by.
   */
  key?: (row: Row) => string | number | undefined;
}

/** The order that the URL says under `name`, and what changes it. */
export function useOrder<Row>(
  name: string,
  columns: readonly Sortable<Row>[],
  byDefault: Order,
): [order: Order, setOrder: (order: Order) => void] {
  const [text, setText] = useUrlValue(name);
  return [
    orderFrom(text, columns, byDefault),
    order => {
      const next = inUrl(order);
      setText(next === inUrl(byDefault) ? undefined : next);
    },
  ];
}

/** `size.desc`, as it stands in the URL. */
function inUrl({ column, direction }: Order): string {
  return `${column}.${direction}`;
}

function orderFrom<Row>(
  text: string | undefined,
  columns: readonly Sortable<Row>[],
  byDefault: Order,
): Order {
  const [column, direction] = (text ?? '').split('.');
  return columns.some(({ id, key }) => id === column && key) &&
    (direction === 'asc' || direction === 'desc')
    ? { column, direction }
    : byDefault;
}

/** The order after the reader has chosen a column. */
export function nextOrder<Row>(column: Sortable<Row>, order: Order): Order {
  const { id, numeric, first = numeric ? 'desc' : 'asc' } = column;
  if (id === order.column) {
    return {
      column: id,
      direction: order.direction === 'asc' ? 'desc' : 'asc',
    };
  }
  return { column: id, direction: first };
}

/**
 * Sorts a copy; between equals the order given decides. What is not known comes
 * last in both directions.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  { column, direction }: Order,
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
