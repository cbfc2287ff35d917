import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  Overview,
  Status,
  statusOrder,
  Transitions,
} from 'backstage-plugin-database-health-common';
import { RangeToggle } from '../charts/RangeToggle';
import { FilterChips } from '../tables/FilterChips';
import { Notice } from '../frame/Notice';
import { Section } from '../frame/Section';
import { useUrlList } from '../frame/useUrlList';
import { countInWords } from '../words/counts';
import { momentInWords } from '../words/dates';
import { toneNames } from '../words/names';
import { activityOf } from './activityOf';
import { ChangeList } from './ChangeList';
import { LaneChart } from './LaneChart';
import { ActivityRange, activityRanges } from './ranges';

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

/** The changes of a time, filtered by what the URL says, and the lanes they make. */
export function Activity(props: {
  changes: Transitions;
  overview: Overview;
  range: ActivityRange;
  /** Epoch milliseconds. */
  to: number;
}) {
  const { changes, overview, range, to } = props;
  const { transitions, truncated, history } = changes;
  const classes = useStyles();
  const [plugins, setPlugins] = useUrlList('plugin');
  const [statuses, setStatuses] = useUrlList('status');
  const { all, shown, lanes, lanesFrom, notes, nameOf } = activityOf(
    changes,
    overview,
    { plugins, statuses },
    { days: range.days, to },
  );
  const oldestAt = transitions[transitions.length - 1]?.at;
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
          options={counted(all.map(nameOf), plugins)}
        />
        <FilterChips
          label="Status"
          selected={statuses}
          onChange={setStatuses}
          options={statusOrder
            .map((status: Status) => ({
              value: status,
              text: toneNames[status],
              tone: status,
              count: all.filter(
                change => change.from === status || change.to === status,
              ).length,
            }))
            .filter(
              ({ value, count }) => count > 0 || statuses.includes(value),
            )}
        />
      </div>
      {truncated && oldestAt && (
        <div className={classes.notice}>
          <Notice tone="info" title="There were more changes than are shown">
            These are the newest {all.length}, back to {momentInWords(oldestAt)}
            . A shorter time shows all of it.
          </Notice>
        </div>
      )}
      {lanes.length > 0 && (
        <Section title="Status over time">
          <LaneChart lanes={lanes} from={lanesFrom} to={to} notes={notes} />
        </Section>
      )}
      <Section
        title="Changes"
        aside={
          all.length > 0 && (
            <Typography variant="body2" role="status">
              {shown.length === all.length
                ? countInWords(all.length, 'change')
                : `${shown.length} of ${countInWords(all.length, 'change')}`}
            </Typography>
          )
        }
      >
        <ChangeList
          changes={shown}
          overview={overview}
          none={noneWords(all.length, history.working, range.words)}
        />
      </Section>
    </>
  );
}

function noneWords(all: number, working: boolean, range: string): string {
  if (all > 0) {
    return 'No change passes these filters.';
  }
  return working
    ? `Nothing changed in the last ${range}.`
    : `No change of the last ${range} can be read: the history does not work.`;
}

function counted(names: readonly string[], chosen: readonly string[]) {
  const counts = new Map(chosen.map(name => [name, 0]));
  names.forEach(name => counts.set(name, (counts.get(name) ?? 0) + 1));
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([name, count]) => ({ value: name, text: name, count }));
}
