import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useMemo } from 'react';
import { Section } from '../frame/Section';
import { useGradual } from '../tables/useGradual';
import { ChangeRow } from './ChangeRow';
import { Change, ChangeGroup, groupChanges } from './changes';

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
  const groups = useMemo(() => groupChanges(changes), [changes]);
  const { shown, more } = useGradual(groups, 'change', 50);
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
            {ofDay.map(group => (
              <ChangeRow
                key={group.first.key}
                group={group}
                overview={overview}
              />
            ))}
          </Paper>
        </Section>
      ))}
      {more}
    </>
  );
}

/** In the reader's own zone. */
function byDay(groups: readonly ChangeGroup[]): [string, ChangeGroup[]][] {
  const days = new Map<string, ChangeGroup[]>();
  for (const group of groups) {
    const day = new Date(group.first.at).toLocaleDateString(undefined, {
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    });
    days.set(day, [...(days.get(day) ?? []), group]);
  }
  return [...days];
}
