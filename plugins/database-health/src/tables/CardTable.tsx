import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { ComponentType } from 'react';
import { narrow } from '../frame/narrow';
import type { Order, Sortable } from './order';
import { SortableHeader } from './SortableHeader';

/** What a cell may show. */
export interface CellProps<Row> {
  row: Row;
  /** Of all rows, which the bars are drawn against. */
  largestBytes: number;
}

/** A column of a {@link CardTable}. */
export interface CardColumn<Row> extends Sortable<Row> {
  title: string;
  /** The cell that names the row. */
  header?: boolean;
  /** What becomes of the cell where rows are cards, if no part of a grid. */
  inCard?: 'wide' | 'leftOut';
  Cell: ComponentType<CellProps<Row>>;
}

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 14,
    [theme.breakpoints.down(narrow)]: { display: 'block' },
  },
  head: {
    // Out of sight but not out of hearing where the rows are cards.
    [theme.breakpoints.down(narrow)]: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
    },
  },
  body: { [theme.breakpoints.down(narrow)]: { display: 'block' } },
  row: {
    borderTop: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down(narrow)]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(92px, 1fr))',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(1.5),
    },
  },
  cell: {
    padding: theme.spacing(1, 1.5),
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'break-word',
    [theme.breakpoints.down(narrow)]: {
      padding: 0,
      // The column's title, as the head is out of sight.
      '&[data-title]::before': {
        content: 'attr(data-title)',
        display: 'block',
        fontSize: 11,
        color: theme.palette.text.secondary,
      },
    },
  },
  named: { minWidth: 140, overflowWrap: 'anywhere' },
  numeric: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    [theme.breakpoints.down(narrow)]: {
      textAlign: 'left',
      '& div': { marginLeft: 0 },
    },
  },
  wide: { [theme.breakpoints.down(narrow)]: { gridColumn: '1 / -1' } },
  leftOut: { [theme.breakpoints.down(narrow)]: { display: 'none' } },
}));

/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   Safari takes the roles from a table whose rows are shown as cards */

/** A table whose rows are shown as cards where there is little room. */
export function CardTable<Row>(props: {
  label: string;
  columns: readonly CardColumn<Row>[];
  /** In the order in which they are shown. */
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  largestBytes: number;
  /** Without it the columns cannot be sorted. */
  order?: Order;
  onSort?: (order: Order) => void;
  rowClass?: (row: Row) => string | undefined;
}) {
  const { label, columns, rows, keyOf, largestBytes } = props;
  const { order, onSort, rowClass } = props;
  const classes = useStyles();
  return (
    <table className={classes.table} role="table" aria-label={label}>
      <thead className={classes.head} role="rowgroup">
        <tr role="row">
          {columns.map(column => (
            <SortableHeader
              key={column.id}
              column={column}
              order={order}
              onSort={onSort}
            />
          ))}
        </tr>
      </thead>
      <tbody className={classes.body} role="rowgroup">
        {rows.map(row => (
          <tr
            key={keyOf(row)}
            role="row"
            className={clsx(classes.row, rowClass?.(row))}
          >
            {columns.map(({ id, title, numeric, header, inCard, Cell }) =>
              header ? (
                <th
                  key={id}
                  scope="row"
                  role="rowheader"
                  className={clsx(classes.cell, classes.named, classes.wide)}
                >
                  <Cell row={row} largestBytes={largestBytes} />
                </th>
              ) : (
                <td
                  key={id}
                  role="cell"
                  data-title={title}
                  className={clsx(
                    classes.cell,
                    numeric && classes.numeric,
                    inCard && classes[inCard],
                  )}
                >
                  <Cell row={row} largestBytes={largestBytes} />
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
