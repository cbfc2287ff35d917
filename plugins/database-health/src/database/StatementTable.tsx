import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DatabaseQueries } from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { DataTable } from '../tables/DataTable';
import { StatementText } from '../signs/StatementText';
import { numberInWords } from '../words/counts';
import { fromMemory, hitsInWords } from './hits';

const useStyles = makeStyles(theme => ({
  about: { padding: theme.spacing(0, 2, 1) },
  statement: { minWidth: 240, maxWidth: 640 },
  server: {
    display: 'block',
    fontSize: 12,
    color: theme.palette.text.secondary,
  },
}));

const columns = [
  'Statement',
  'Total',
  'Mean',
  'p95',
  'Longest',
  'Runs',
  'Errors',
];

/**
 * The statements in which most time was spent, the first of them first, with
 * what the server measured of them below.
 */
export function StatementTable(props: {
  statements: Readonly<NonNullable<DatabaseQueries['statements']>>;
}) {
  const { statements } = props;
  const classes = useStyles();
  const measured = statements.some(({ server }) => server);
  const knowsHits = statements.some(
    ({ server }) => server && server.hitRatio !== null,
  );
  return (
    <>
      <Typography
        variant="caption"
        color="textSecondary"
        component="div"
        className={classes.about}
      >
        Most time first, as this replica saw it. “?” stands for every value.
        {measured &&
          ' Below each figure is that of the server, for all replicas and everybody else.'}
        {statements.some(({ estimated }) => estimated) &&
          ' ≈ is an estimate: under load, runs are sampled.'}
      </Typography>
      <DataTable
        label="Slowest statements"
        data={{
          columns: [
            ...columns,
            // What only the server can tell.
            ...(measured ? ['Rows'] : []),
            ...(knowsHits ? [fromMemory] : []),
          ],
          rows: statements.map(statement => {
            const { text, estimated, server } = statement;
            const about = estimated ? '≈ ' : '';
            const beside = (ours: string, theirs?: string) => (
              <>
                {ours}
                {theirs !== undefined && (
                  <span className={classes.server} title="By the server">
                    {theirs}
                  </span>
                )}
              </>
            );
            return [
              <div className={classes.statement}>
                <StatementText text={text} />
              </div>,
              beside(
                `${about}${durationInWords(statement.totalMs)}`,
                server && durationInWords(server.totalMs),
              ),
              beside(
                `${about}${durationInWords(statement.meanMs)}`,
                server && durationInWords(server.meanMs),
              ),
              `${about}${durationInWords(statement.p95Ms)}`,
              beside(
                durationInWords(statement.maxMs),
                server && durationInWords(server.maxMs),
              ),
              beside(
                `${about}${numberInWords(statement.count)}`,
                server && numberInWords(server.count),
              ),
              `${statement.errors > 0 ? about : ''}${numberInWords(
                statement.errors,
              )}`,
              ...(measured ? [server ? numberInWords(server.rows) : '–'] : []),
              ...(knowsHits
                ? [server ? hitsInWords(server.hitRatio) : '–']
                : []),
            ];
          }),
        }}
      />
    </>
  );
}
