import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  databaseHealthDetailsReadPermission,
  DatabaseQueries,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import { Facts } from '../signs/Facts';
import { countInWords, numberInWords } from '../words/counts';
import { ServerStatementList } from './ServerStatementList';
import { StatementTable } from './StatementTable';

const useStyles = makeStyles(theme => ({
  about: { padding: theme.spacing(2) },
  none: { padding: theme.spacing(0, 2, 2) },
}));

/** What the plugin asks of its database, and what takes the time. */
export function QueryList(props: { queries: DatabaseQueries | null }) {
  const { queries } = props;
  const classes = useStyles();
  if (!queries) {
    return (
      <Paper className={classes.about}>
        <Typography variant="body2">
          No query of this plugin was seen yet.
        </Typography>
      </Paper>
    );
  }
  const { statements, server } = queries;
  return (
    <Paper>
      <div className={classes.about}>
        <Facts facts={factsOf(queries)} />
      </div>
      {statements && statements.length > 0 && (
        <StatementTable statements={statements} />
      )}
      {statements?.length === 0 && (
        <Typography variant="body2" className={classes.none}>
          No statement was timed yet.
        </Typography>
      )}
      {!statements && (
        <Typography variant="body2" className={classes.none}>
          To see the statements, you need the permission{' '}
          {databaseHealthDetailsReadPermission.name}.
        </Typography>
      )}
      {server && <ServerStatementList server={server} />}
    </Paper>
  );
}

function factsOf({
  count,
  errors,
  duplicates,
  perSecond,
  latencyMs,
}: DatabaseQueries): [string, string][] {
  return [
    [
      'Rate',
      perSecond === null
        ? 'not known yet'
        : `${numberInWords(perSecond)} a second, over the last 5 min`,
    ],
    [
      'Latency',
      latencyMs === null
        ? 'nothing was asked lately'
        : `p50 ${durationInWords(latencyMs.p50)}, p95 ${durationInWords(
            latencyMs.p95,
          )}, p99 ${durationInWords(latencyMs.p99)}`,
    ],
    [
      'Failed',
      `${numberInWords(errors)} of ${countInWords(
        count,
        'query',
        'queries',
      )} since the replica started; ${countInWords(
        duplicates,
        'duplicate row',
      )} rejected`,
    ],
  ];
}
