import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import { useUrlList, useUrlValue } from '../page/useUrlList';
import type { TabProps } from '../page/tab';
import { DatabaseTable } from './DatabaseTable';
import { FilterBar } from './FilterBar';
import { filterDatabases } from './filters';
import {
  defaultOrder,
  firstDirection,
  orderFromUrl,
  orderToUrl,
  sortDatabases,
} from './order';

const useStyles = makeStyles(theme => ({
  list: { marginTop: theme.spacing(2) },
  none: { padding: theme.spacing(2) },
  count: { padding: theme.spacing(1, 1.5) },
}));

/** Every plugin database, to be searched, filtered and sorted. */
export function DatabasesList({ overview }: TabProps) {
  const classes = useStyles();
  const [, setSearch] = useSearchParams();
  const [text = ''] = useUrlValue('q');
  const [statuses] = useUrlList('status');
  const [engines] = useUrlList('engine');
  const [servers] = useUrlList('server');
  const [sort, setSort] = useUrlValue('sort');
  const order = orderFromUrl(sort);
  const all = overview.databases;
  const shown = sortDatabases(
    filterDatabases(all, { text, statuses, engines, servers }),
    order,
  );

  return (
    <Paper className={classes.list}>
      <FilterBar overview={overview} />
      <Typography
        variant="body2"
        color="textSecondary"
        className={classes.count}
        role="status"
      >
        {shown.length === all.length
          ? `${all.length} databases`
          : `${shown.length} of ${all.length} databases`}
      </Typography>
      {shown.length > 0 ? (
        <DatabaseTable
          databases={shown}
          order={order}
          onSort={column => {
            const next =
              column === order.column
                ? {
                    column,
                    direction:
                      order.direction === 'asc'
                        ? ('desc' as const)
                        : ('asc' as const),
                  }
                : { column, direction: firstDirection(column) };
            const url = orderToUrl(next);
            setSort(url === orderToUrl(defaultOrder) ? undefined : url);
          }}
        />
      ) : (
        <div className={classes.none}>
          <Typography variant="body2" gutterBottom>
            {all.length === 0
              ? 'No plugin database is known.'
              : 'No plugin database passes these filters.'}
          </Typography>
          {all.length > 0 && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => setSearch({}, { replace: true })}
            >
              Clear the filters
            </Button>
          )}
        </div>
      )}
    </Paper>
  );
}
