import { makeStyles } from '@material-ui/core/styles';
import { cardTable } from '../page/cardTable';
import type { Database } from 'backstage-plugin-database-health-common';
import { columns } from './columns';
import { DatabaseRow } from './DatabaseRow';
import type { Order, SortColumn } from './order';
import { SortableHeader } from './SortableHeader';

const useStyles = makeStyles(theme => ({
  ...cardTable(theme),
  caption: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
  },
}));

/* eslint-disable jsx-a11y/no-redundant-roles -- Safari takes the roles from a
   table whose rows are shown as cards */

/** Plugin databases, each row a link to its detail. */
export function DatabaseTable(props: {
  databases: readonly Database[];
  /** Without it the columns cannot be sorted. */
  order?: Order;
  onSort?: (column: SortColumn) => void;
}) {
  const { databases, order, onSort } = props;
  const classes = useStyles();
  const largestBytes = databases.reduce(
    (largest, { size }) => Math.max(largest, size?.bytes ?? 0),
    0,
  );
  return (
    <table className={classes.table} role="table">
      <caption className={classes.caption}>
        Plugin databases with status, size, migrations and pool
      </caption>
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
        {databases.map(database => (
          <DatabaseRow
            key={database.id}
            database={database}
            largestBytes={largestBytes}
          />
        ))}
      </tbody>
    </table>
  );
}
