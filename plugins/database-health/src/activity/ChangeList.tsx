import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { Section } from '../page/Section';
import { useGradual } from '../page/useGradual';
import { ChangeRow } from './ChangeRow';
import type { Change } from './changes';

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(2) },
  list: { listStyle: 'none', margin: 0, padding: 0 },
}));

/** Changes by day, newest first. */
export function ChangeList(props: {
  changes: readonly Change[];
  overview: Overview;
  none: string;
}) {
  const { changes, overview, none } = props;
  const classes = useStyles();
  const { shown, more } = useGradual(changes, 'change', 50);
  if (changes.length === 0) {
    return (
      <Paper className={classes.none}>
        <Typography variant="body2">{none}</Typography>
      </Paper>
    );
  }
  return (
    <>
      {byDay(shown).map(([day, ofDay]) => (
        <Section key={day} dense title={day}>
          <Paper component="ol" className={classes.list}>
            {ofDay.map(change => (
              <ChangeRow key={change.key} change={change} overview={overview} />
            ))}
          </Paper>
        </Section>
      ))}
      {more}
    </>
  );
}

/** In the reader's own zone. */
function byDay(changes: readonly Change[]): [string, Change[]][] {
  const days = new Map<string, Change[]>();
  for (const change of changes) {
    const day = new Date(change.at).toLocaleDateString(undefined, {
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    });
    days.set(day, [...(days.get(day) ?? []), change]);
  }
  return [...days];
}
