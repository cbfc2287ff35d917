import { makeStyles } from '@material-ui/core/styles';
import type { Database } from 'backstage-plugin-database-health-common';
import { columns } from './columns';
import { DatabaseRow } from './DatabaseRow';
import type { Order, SortColumn } from './order';
import { SortableHeader } from './SortableHeader';
import { narrow } from './narrow';

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
