import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { Column } from './columns';
import { firstDirection, Order, SortColumn } from './order';

const useStyles = makeStyles(theme => ({
  header: {
    padding: theme.spacing(1, 1.5),
    fontSize: 12,
    fontWeight: 700,
    textAlign: 'left',
    whiteSpace: 'nowrap',
    color: theme.palette.text.secondary,
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  numeric: {
    textAlign: 'right',
    // The arrow before the word, so that the word stands over the numbers.
    '& .MuiTableSortLabel-root': { flexDirection: 'row-reverse' },
  },
}));

/** A column's title; sorts by it where the table can be sorted. */
export function SortableHeader(props: {
  column: Column;
  order?: Order;
  onSort?: (column: SortColumn) => void;
}) {
  const { column, order, onSort } = props;
  const classes = useStyles();
  const active = order?.column === column.id;
  const direction =
    active && order ? order.direction : firstDirection(column.id);
  const ariaDirection = direction === 'asc' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      role="columnheader"
      className={clsx(classes.header, column.numeric && classes.numeric)}
      aria-sort={active ? ariaDirection : undefined}
    >
      {onSort ? (
        <TableSortLabel
          active={active}
          direction={direction}
          onClick={() => onSort(column.id)}
        >
          {column.title}
        </TableSortLabel>
      ) : (
        column.title
      )}
    </th>
  );
}
