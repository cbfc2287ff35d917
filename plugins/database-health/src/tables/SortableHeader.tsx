import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { nextOrder, Order, Sortable } from './order';

const useStyles = makeStyles(theme => ({
  title: {
    padding: theme.spacing(1, 1.5),
    fontSize: 12,
    fontWeight: 700,
    textAlign: 'left',
    whiteSpace: 'nowrap',
    color: theme.palette.text.secondary,
  },
  numeric: { textAlign: 'right' },
  // The arrow before the word, so that the word stands over the numbers.
  arrowFirst: { flexDirection: 'row-reverse' },
}));

/** A column's title; sorts by it where the table can be sorted. */
export function SortableHeader<Row>(props: {
  column: Sortable<Row> & { title: string };
  order?: Order;
  onSort?: (order: Order) => void;
}) {
  const { column, order, onSort } = props;
  const { id, title, numeric, key } = column;
  const classes = useStyles();
  const active = id === order?.column;
  const next = order && nextOrder(column, order);
  const direction = active ? order.direction : next?.direction;
  const ariaDirection = direction === 'asc' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      // eslint-disable-next-line jsx-a11y/no-redundant-roles -- Safari takes the role from the table of cards
      role="columnheader"
      className={clsx(classes.title, numeric && classes.numeric)}
      aria-sort={active ? ariaDirection : undefined}
    >
      {next && onSort && key ? (
        <TableSortLabel
          active={active}
          direction={direction}
          className={numeric ? classes.arrowFirst : undefined}
          onClick={() => onSort(next)}
        >
          {title}
        </TableSortLabel>
      ) : (
        title
      )}
    </th>
  );
}
