import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  Overview,
  Status,
  statusOrder,
  Storage,
  Transitions,
} from 'backstage-plugin-database-health-common';
import { RangeToggle } from '../charts/RangeToggle';
import { FilterChips } from '../page/FilterChips';
import { Notice } from '../page/Notice';
import { Section } from '../page/Section';
import { useUrlList } from '../page/useUrlList';
import { countInWords } from '../words/counts';
import { momentInWords } from '../words/dates';
import { subjectName, toneNames } from '../words/names';
import { ChangeList } from './ChangeList';
import { Change, changesOf, withoutEchoes } from './changes';
import { firstDrawn, firstSeenOf } from './firstSeen';
import { LaneChart } from './LaneChart';
import { lanesOf } from './lanes';
import { ActivityRange, activityRanges } from './ranges';

const dayMs = 24 * 3_600_000;

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
export function Activity(
  props: Transitions & {
    overview: Overview;
    /** Since when each was watched; absent where that cannot be read. */
    watched?: Storage;
    range: ActivityRange;
    /** Epoch milliseconds. */
    to: number;
  },
) {
  const { overview, watched, range, to } = props;
  const { transitions, truncated, history } = props;
  const classes = useStyles();
  const [plugins, setPlugins] = useUrlList('plugin');
  const [severities, setSeverities] = useUrlList('severity');
  const oldestAt = transitions[transitions.length - 1]?.at;
  // Of what lies before the oldest of too many nothing is known.
  const from =
    truncated && oldestAt ? Date.parse(oldestAt) : to - range.days * dayMs;
  const nameOf = (change: Change) => subjectName(change, overview);
  const all = withoutEchoes(changesOf(transitions));
  const shown = all.filter(
    change =>
      (plugins.length === 0 || plugins.includes(nameOf(change))) &&
      (severities.length === 0 ||
        severities.includes(change.from) ||
        severities.includes(change.to)),
  );
  // What is not written down is not drawn.
  const knownTo =
    !history.working && history.failingSince
      ? Math.min(to, Math.max(from, Date.parse(history.failingSince)))
      : to;
  const seen = watched?.history.working
    ? firstSeenOf(watched, transitions)
    : undefined;
  const begunAt = seen && firstDrawn(from, knownTo, seen);
  const lanesFrom = begunAt ?? from;
  const lanes = lanesOf(overview, transitions, {
    from: lanesFrom,
    to: knownTo,
    // What begins with the first of all begins where it was heard of.
    seen: begunAt === undefined ? seen : { ...seen!, toWithinMs: 0 },
  }).filter(({ name }) => plugins.length === 0 || plugins.includes(name));
  const laneless =
    overview.databases.length -
    lanes.filter(({ databaseId }) => databaseId !== undefined).length;
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
          label="State"
          selected={severities}
          onChange={setSeverities}
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
              ({ value, count }) => count > 0 || severities.includes(value),
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
        <Section title="When it was how">
          <LaneChart
            lanes={lanes}
            from={lanesFrom}
            to={to}
            notes={[
              begunAt === undefined
                ? ''
                : `Nothing was watched before ${momentInWords(seen!.ofAny)}.`,
              watched?.history.working
                ? 'While the backend does not run, a lane goes on as it was.'
                : 'Since when each was watched cannot be read: what was before the first change of a lane is taken from that change.',
              plugins.length === 0 && laneless > 0
                ? `${
                    laneless === overview.databases.length ? 'All' : 'The other'
                  } ${countInWords(laneless, 'database')} ${
                    laneless === 1 ? 'is' : 'are'
                  } OK, with no known change of status.`
                : '',
            ]
              .filter(Boolean)
              .join(' ')}
          />
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
