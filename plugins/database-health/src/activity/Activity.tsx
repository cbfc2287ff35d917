import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Incidents,
  Overview,
  Transitions,
} from 'backstage-plugin-database-health-common';
import type { Range } from '../charts/ranges';
import { RangeToggle } from '../charts/RangeToggle';
import { FilterChips } from '../tables/FilterChips';
import { Notice } from '../frame/Notice';
import { Section } from '../frame/Section';
import { useUrlList } from '../frame/useUrlList';
import { countInWords } from '../words/counts';
import { momentInWords } from '../words/dates';
import { toneNames } from '../words/names';
import { concernedBy } from '../incidents/belonging';
import { activityRanges } from './activityRanges';
import { filterIncidents, lanesOver } from './activityOf';
import { IncidentHistory } from './IncidentHistory';
import { LaneChart } from './LaneChart';
import { SilenceSection } from './silences/SilenceSection';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2.5),
    marginTop: theme.spacing(2),
  },
  notice: { marginTop: theme.spacing(2) },
}));

/** The incidents of a time, filtered by what the URL says, and the lanes beside them. */
export function Activity(props: {
  past: Incidents;
  changes: Transitions;
  overview: Overview;
  range: Range;
  /** Epoch milliseconds. */
  to: number;
  /** Reads the incidents and silences anew. */
  reload: () => Promise<void>;
}) {
  const { past, changes, overview, range, to, reload } = props;
  const { incidents: all, truncated, history, silences = [] } = past;
  const classes = useStyles();
  const [plugins, setPlugins] = useUrlList('plugin');
  const [severities, setSeverities] = useUrlList('severity');
  const shown = filterIncidents(all, overview, { plugins, severities });
  const { lanes, from, notes } = lanesOver(changes, overview, plugins, {
    days: range.days,
    to,
  });
  const oldest = all[all.length - 1];
  return (
    <>
      <div className={classes.bar}>
        <RangeToggle
          name="range"
          label="How far back"
          ranges={activityRanges}
          selected={range}
        />
        <FilterChips
          label="Plugin"
          selected={plugins}
          onChange={setPlugins}
          options={counted(
            all.flatMap(incident => concernedBy(incident, overview)),
            plugins,
          )}
        />
        <FilterChips
          label="Severity"
          selected={severities}
          onChange={setSeverities}
          options={(['critical', 'warning'] as const)
            .map(severity => ({
              value: severity,
              text: toneNames[severity],
              tone: severity,
              count: all.filter(each => each.severity === severity).length,
            }))
            .filter(
              ({ value, count }) => count > 0 || severities.includes(value),
            )}
        />
      </div>
      {truncated && oldest && (
        <div className={classes.notice}>
          <Notice tone="info" title="There were more incidents than are shown">
            These are the newest {all.length}, back to{' '}
            {momentInWords(oldest.openedAt)}. A shorter time shows all of it.
          </Notice>
        </div>
      )}
      {!history.working && all.length > 0 && (
        <div className={classes.notice}>
          <Notice tone="warning" title="The history does not work">
            These are the incidents that this backend knows of since it started;
            earlier ones cannot be read.
          </Notice>
        </div>
      )}
      <SilenceSection silences={silences} overview={overview} reload={reload} />
      {lanes.length > 0 && (
        <Section title="Status over time">
          <LaneChart lanes={lanes} from={from} to={to} notes={notes} />
        </Section>
      )}
      <Section
        title="Incidents"
        aside={
          all.length > 0 && (
            <Typography variant="body2" role="status">
              {shown.length === all.length
                ? countInWords(all.length, 'incident')
                : `${shown.length} of ${countInWords(all.length, 'incident')}`}
            </Typography>
          )
        }
      >
        <IncidentHistory
          incidents={shown}
          overview={overview}
          none={noneWords(all.length, history.working, range.words)}
        />
      </Section>
    </>
  );
}

function noneWords(all: number, working: boolean, range: string): string {
  if (all > 0) {
    return 'No incident passes these filters.';
  }
  return working
    ? `No incident in ${range}.`
    : `No incident of the last ${range} can be read: the history does not work.`;
}

function counted(names: readonly string[], chosen: readonly string[]) {
  const counts = new Map(chosen.map(name => [name, 0]));
  names.forEach(name => counts.set(name, (counts.get(name) ?? 0) + 1));
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([name, count]) => ({ value: name, text: name, count }));
}
