import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Section } from '../frame/Section';
import { useGradual } from '../tables/useGradual';
import { IncidentEntry } from './IncidentEntry';

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(2) },
  list: { listStyle: 'none', margin: 0, padding: 0 },
}));

/** Incidents by the day on which they began, newest first. */
export function IncidentHistory(props: {
  incidents: readonly Incident[];
  overview: Overview;
  none: string;
}) {
  const { incidents, overview, none } = props;
  const classes = useStyles();
  const { shown, more } = useGradual(incidents, 'incident', 50);
  if (incidents.length === 0) {
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
            {ofDay.map(incident => (
              <IncidentEntry
                key={incident.id}
                incident={incident}
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
function byDay(incidents: readonly Incident[]): [string, Incident[]][] {
  const days = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const day = new Date(incident.openedAt).toLocaleDateString(undefined, {
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    });
    days.set(day, [...(days.get(day) ?? []), incident]);
  }
  return [...days];
}
