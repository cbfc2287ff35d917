import { makeStyles } from '@material-ui/core/styles';
import type { Database } from 'backstage-plugin-database-health-common';
import clsx from 'clsx';
import { CardTable } from '../tables/CardTable';
import type { Order } from '../tables/order';
import { hoverGround } from '../signs/hoverGround';
import { columns } from './columns';

const useStyles = makeStyles(theme => ({
  row: {
    // What the link of the plugin cell is stretched over.
    position: 'relative',
    '&:hover, &:focus-within': { backgroundColor: hoverGround(theme) },
  },
  // What was last known, where it is not known any more.
  old: { color: theme.palette.text.secondary },
}));

/** Plugin databases, each row a link to its detail. */
export function DatabaseTable(props: {
  databases: readonly Database[];
  /** Without it the columns cannot be sorted. */
  order?: Order;
  onSort?: (order: Order) => void;
}) {
  const { databases, order, onSort } = props;
  const classes = useStyles();
  return (
    <CardTable
      label="Plugin databases with status, size, migrations and pool"
      columns={columns}
      rows={databases}
      keyOf={({ id }) => id}
      largestBytes={databases.reduce(
        (largest, { size }) => Math.max(largest, size?.bytes ?? 0),
        0,
      )}
      order={order}
      onSort={onSort}
      rowClass={({ stale, reachable }) =>
        clsx(classes.row, (stale || reachable === false) && classes.old)
      }
    />
  );
}
