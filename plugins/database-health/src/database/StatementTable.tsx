import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { SlowStatement } from 'backstage-plugin-database-health-common';
import { DataTable } from '../charts/DataTable';
import { StatementText } from '../signs/StatementText';
import { numberInWords } from '../words/counts';
import { durationInWords } from '../words/durations';

const useStyles = makeStyles(theme => ({
  about: { padding: theme.spacing(0, 2, 1) },
  statement: { minWidth: 240, maxWidth: 720 },
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

/** The statements in which most time was spent, the first of them first. */
export function StatementTable(props: {
  statements: readonly SlowStatement[];
}) {
  const { statements } = props;
  const classes = useStyles();
  return (
    <>
      <Typography
        variant="caption"
        color="textSecondary"
        component="div"
        className={classes.about}
      >
        Most time first, as this replica saw it. “?” stands for every value.
        {statements.some(({ estimated }) => estimated) &&
          ' ≈ is an estimate: in a rush, some runs are looked at for all.'}
      </Typography>
      <DataTable
        label="Slowest statements"
        data={{
          columns,
          rows: statements.map(statement => {
            const { text, estimated } = statement;
            const about = estimated ? '≈ ' : '';
            return [
              <div className={classes.statement}>
                <StatementText text={text} />
              </div>,
              `${about}${durationInWords(statement.totalMs)}`,
              `${about}${durationInWords(statement.meanMs)}`,
              `${about}${durationInWords(statement.p95Ms)}`,
              durationInWords(statement.maxMs),
              `${about}${numberInWords(statement.count)}`,
              `${statement.errors > 0 ? about : ''}${numberInWords(
                statement.errors,
              )}`,
            ];
          }),
        }}
      />
    </>
  );
}
