import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DatabaseQueries } from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { DataTable } from '../tables/DataTable';
import { Age } from '../signs/Age';
import { Prose } from '../signs/Prose';
import { StatementText } from '../signs/StatementText';
import { numberInWords } from '../words/counts';
import { momentInWords } from '../words/dates';
import { fromMemory, hitsInWords } from './hits';

const useStyles = makeStyles(theme => ({
  about: { padding: theme.spacing(1.5, 2, 1), maxWidth: '90ch' },
  title: { fontSize: 15, fontWeight: 700 },
  statement: { minWidth: 240, maxWidth: 640 },
}));

const columns = ['Statement', 'Total', 'Mean', 'Longest', 'Runs', 'Rows'];

/** What the server measured of statements that this replica did not run. */
export function ServerStatementList(props: {
  server: NonNullable<DatabaseQueries['server']>;
}) {
  const { missing, at, since, others } = props.server;
  const classes = useStyles();
  const knowsHits = others.some(({ hitRatio }) => hitRatio !== null);
  return (
    <>
      <div className={classes.about}>
        <Typography component="h4" className={classes.title}>
          Measured by the server
        </Typography>
        <Typography variant="body2">
          {(missing === undefined || at) && (
            <>
              {others.length > 0
                ? 'Statements in this database that this replica did not run, most time first'
                : 'No statement in this database but those above'}
              {since && `, counted since ${momentInWords(since)}`}
              {at && (
                <>
                  , read <Age since={at} />
                </>
              )}
              .{' '}
            </>
          )}
          {missing !== undefined && <Prose text={missing} />}
        </Typography>
      </div>
      {others.length > 0 && (
        <DataTable
          label="Other statements, by the server"
          data={{
            columns: knowsHits ? [...columns, fromMemory] : columns,
            rows: others.map(each => [
              <div className={classes.statement}>
                <StatementText text={each.text} />
              </div>,
              durationInWords(each.totalMs),
              durationInWords(each.meanMs),
              durationInWords(each.maxMs),
              numberInWords(each.count),
              numberInWords(each.rows),
              ...(knowsHits ? [hitsInWords(each.hitRatio)] : []),
            ]),
          }}
        />
      )}
    </>
  );
}
