import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { CheckCatalogue } from 'backstage-plugin-database-health-common';
import { Facts } from '../signs/Facts';
import { Prose } from '../signs/Prose';
import { limitInWords } from '../words/limits';

const useStyles = makeStyles(theme => ({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(2),
    scrollMarginTop: theme.spacing(2),
  },
  wanted: { outline: `2px solid ${theme.palette.primary.main}` },
  title: { fontSize: 16, fontWeight: 700, margin: 0 },
}));

/** One check: what it looks for, and its limits here. */
export function CheckCard(props: {
  check: CheckCatalogue['checks'][number];
  /** The reader has come for this one. */
  wanted: boolean;
}) {
  const { check, wanted } = props;
  const { checkId, title, why, per, limits, limitSource } = check;
  const classes = useStyles();
  return (
    <Paper
      id={checkId}
      component="article"
      className={clsx(classes.card, wanted && classes.wanted)}
    >
      <Typography component="h4" className={classes.title}>
        {title}
      </Typography>
      <Typography variant="body2">
        <Prose text={why} />
      </Typography>
      <Facts
        facts={[
          [
            'Limits',
            Object.keys(limits).length === 0
              ? 'none to set'
              : Object.entries(limits).map(([key, value]) => (
                  <div key={key}>{limitInWords(key, value)}</div>
                )),
          ],
          ['Limits from', <Prose key="source" text={limitSource} />],
          ['Judged', per === 'server' ? 'once a server' : 'every database'],
          [
            'Configured by',
            <Prose key="path" text={`\`databaseHealth.checks.${checkId}\``} />,
          ],
        ]}
      />
    </Paper>
  );
}
