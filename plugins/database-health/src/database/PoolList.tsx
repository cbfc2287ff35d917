import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type {
  Database,
  Replica,
} from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { Legend } from '../charts/Legend';
import { PoolBar, poolColours } from '../signs/PoolBar';
import { countInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  pools: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 260px), 1fr))',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    fontSize: 14,
  },
  legend: { gridColumn: '1 / -1' },
  more: { color: theme.palette.text.secondary, fontSize: 13 },
}));

/** The pool of the plugin in each replica, or all of them together. */
export function PoolList(props: {
  pools: Readonly<Replica['pools']>;
  database: Database;
}) {
  const { pools, database } = props;
  const together = pools.length === 0 ? database.pool : null;
  const classes = useStyles();
  return (
    <Paper className={classes.pools}>
      {pools.length === 0 && !together && (
        <Typography variant="body2">
          No pool of this plugin was seen yet.
        </Typography>
      )}
      {(pools.length > 0 || together) && <PoolLegend />}
      {together && (
        <div>
          <PoolBar pool={together} />
          <div className={classes.more}>
            in {countInWords(together.replicas, 'replica')}
          </div>
        </div>
      )}
      {pools.map((pool, index) => (
        <div key={index}>
          <PoolBar pool={pool} />
          <div className={classes.more}>
            wait for a connection: p50 {durationInWords(pool.waitMs.p50)}, p99{' '}
            {durationInWords(pool.waitMs.p99)}
          </div>
          <div className={classes.more}>
            {countInWords(pool.timeouts, 'timeout')}
          </div>
        </div>
      ))}
    </Paper>
  );
}

function PoolLegend() {
  const classes = useStyles();
  const colours = poolColours(useTheme());
  return (
    <div className={classes.legend}>
      <Legend
        label="Parts of a pool"
        entries={[
          { id: 'used', name: 'in use', colour: colours.used },
          { id: 'free', name: 'open and free', colour: colours.free },
          { id: 'closed', name: 'not opened yet', colour: colours.closed },
        ]}
      />
    </div>
  );
}
