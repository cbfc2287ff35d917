import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Overview,
} from 'backstage-plugin-database-health-common';
import { engineData } from 'backstage-plugin-database-health-common';
import { month } from '../charts/ranges';
import { useRange } from '../charts/RangeToggle';
import { historyRanges } from './historyRanges';
import { NumberHistory } from './NumberHistory';
import { SizeHistory } from './SizeHistory';

const useStyles = makeStyles(theme => ({
  histories: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 340px), 1fr))',
    gap: theme.spacing(2),
  },
  size: { gridColumn: '1 / -1', minWidth: 0 },
}));

/** What is kept over time of one plugin database, over one time. */
export function Histories(props: {
  overview: Overview;
  database: Database;
  table?: string;
  onWhole: () => void;
}) {
  const { overview, database, table, onWhole } = props;
  const classes = useStyles();
  const range = useRange('range', historyRanges, month);
  const shared = { overview, database, range };
  return (
    <div className={classes.histories}>
      <div className={classes.size}>
        <SizeHistory {...shared} table={table} onWhole={onWhole} />
      </div>
      <NumberHistory {...shared} metric="ping" title="Latency" />
      <NumberHistory
        {...shared}
        metric="query-latency"
        title="Query latency, p95"
        none="No history: it is kept where 100 queries were timed within ten minutes."
      />
      {engineData[database.engine].isServer && (
        <NumberHistory
          {...shared}
          metric="connections"
          title="Connections to its server"
        />
      )}
    </div>
  );
}
