import { Link } from '@backstage/core-components';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Status } from 'backstage-plugin-database-health-common';
import clsx from 'clsx';
import { KeyboardEvent, useState } from 'react';
import { ChartFigure } from '../charts/ChartFigure';
import { timeTicks, timeTickInWords } from '../charts/timeAxis';
import { usePageLinks } from '../page/PagePath';
import { useGradual } from '../page/useGradual';
import { toneColours } from '../signs/colours';
import { ToneSign } from '../signs/ToneSign';
import { momentInWords } from '../words/dates';
import { spanInWords } from '../words/durations';
import { toneNames } from '../words/names';
import { Lane, LaneSegment, timesOf } from './lanes';

const lanePx = 22;

/** The worse, the higher: colour is not the only sign. */
const heights: Record<Status, number> = {
  critical: 20,
  warning: 14,
  unknown: 9,
  ok: 3,
};

const unwatchedWords = 'Not watched yet';

/** Shorter than this cannot be seen. */
const leastPx = 3;

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, 180px) minmax(0, 1fr) minmax(0, 220px)',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    fontSize: 13,
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      rowGap: 0,
    },
  },
  name: { overflowWrap: 'anywhere', fontWeight: 600 },
  lane: {
    position: 'relative',
    height: lanePx,
    backgroundColor: theme.palette.action.hover,
    borderRadius: 2,
    cursor: 'crosshair',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  segment: { position: 'absolute', bottom: 1, minWidth: leastPx },
  unwatched: {
    height: lanePx - 2,
    backgroundImage: `repeating-linear-gradient(135deg, ${theme.palette.text.disabled} 0 1px, transparent 1px 6px)`,
  },
  swatch: {
    display: 'inline-block',
    width: 22,
    height: 12,
    marginRight: theme.spacing(0.75),
  },
  pointed: { outline: `2px solid ${theme.palette.text.primary}` },
  times: {
    color: theme.palette.text.secondary,
    fontSize: 12,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('sm')]: { marginBottom: theme.spacing(1) },
  },
  axis: {
    position: 'relative',
    height: 20,
    fontSize: 12,
    color: theme.palette.text.secondary,
    [theme.breakpoints.down('sm')]: { order: 1 },
  },
  mark: {
    position: 'absolute',
    top: 0,
    paddingLeft: 3,
    borderLeft: `1px solid ${theme.palette.text.secondary}`,
    whiteSpace: 'nowrap',
  },
  corner: { [theme.breakpoints.down('sm')]: { display: 'none' } },
  readout: {
    minHeight: 22,
    marginTop: theme.spacing(1),
    fontSize: 13,
    overflowWrap: 'anywhere',
  },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(0.5),
  },
}));

/** Which database was in which state when, a lane for each. */
export function LaneChart(props: {
  lanes: readonly Lane[];
  from: number;
  to: number;
  /** What must be known to read it right. */
  notes?: string;
}) {
  const { lanes, from, to, notes } = props;
  const classes = useStyles();
  const { shown, more } = useGradual(lanes, 'lane');
  const [pointed, setPointed] = useState<{ laneId: string; place: number }>();
  const lane = lanes.find(({ id }) => id === pointed?.laneId);
  const segment = lane?.segments[pointed?.place ?? -1];
  return (
    <ChartFigure
      label="Which database was in which state when"
      said="The taller, the worse. Arrow keys move along a lane."
      notes={notes}
      data={() => ({
        columns: ['Database', 'State', 'From', 'Until', 'For'],
        rows: lanes.flatMap(({ name, segments }) =>
          [...segments]
            .reverse()
            .map(each => [
              name,
              stateInWords(each),
              momentInWords(each.from),
              each.to >= to ? 'now' : momentInWords(each.to),
              spanInWords(each.to - each.from),
            ]),
        ),
      })}
    >
      {widthPx => (
        <>
          <div className={classes.grid}>
            {shown.map(each => (
              <LaneRow
                key={each.id}
                lane={each}
                from={from}
                to={to}
                pointed={each.id === lane?.id ? pointed?.place : undefined}
                onPoint={place =>
                  setPointed(
                    place === undefined
                      ? undefined
                      : { laneId: each.id, place },
                  )
                }
              />
            ))}
            <span className={classes.corner} />
            <Axis from={from} to={to} wanted={widthPx < 600 ? 4 : 7} />
          </div>
          {more}
          <div className={classes.readout} aria-hidden>
            {lane && segment ? (
              <>
                <strong>{lane.name}</strong>: {segmentInWords(segment, to)}
              </>
            ) : (
              <span className={classes.legend}>
                {(Object.keys(heights) as Status[]).map(status => (
                  <ToneSign key={status} tone={status} />
                ))}
                {lanes.some(each => each.segments[0].status === null) && (
                  <span>
                    <span className={clsx(classes.unwatched, classes.swatch)} />
                    {unwatchedWords}
                  </span>
                )}
              </span>
            )}
          </div>
        </>
      )}
    </ChartFigure>
  );
}

function LaneRow(props: {
  lane: Lane;
  from: number;
  to: number;
  pointed?: number;
  onPoint: (place?: number) => void;
}) {
  const { lane, from, to, pointed, onPoint } = props;
  const { name, databaseId, segments } = lane;
  const classes = useStyles();
  const theme = useTheme();
  const links = usePageLinks();
  const last = segments.length - 1;
  const place = Math.min(pointed ?? last, last);
  const partOf = (ms: number) => `${(ms / Math.max(1, to - from)) * 100}%`;
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: place - 1,
      ArrowRight: place + 1,
      Home: 0,
      End: last,
    };
    const next = targets[event.key];
    if (next !== undefined) {
      event.preventDefault();
      onPoint(Math.min(last, Math.max(0, next)));
    }
  };
  return (
    <>
      <span className={classes.name}>
        {databaseId === undefined ? (
          name
        ) : (
          <Link to={links.database(databaseId)}>{name}</Link>
        )}
      </span>
      <div
        className={classes.lane}
        role="slider"
        tabIndex={0}
        aria-label={`States of ${name}: move along them with the arrow keys`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={place}
        aria-valuetext={segmentInWords(segments[place], to)}
        onKeyDown={onKeyDown}
        onFocus={() => onPoint(place)}
        onBlur={() => onPoint(undefined)}
        onPointerLeave={() => onPoint(undefined)}
      >
        {segments.map((segment, index) => (
          <div
            key={segment.from}
            className={clsx(
              classes.segment,
              segment.status === null && classes.unwatched,
              index === pointed && classes.pointed,
            )}
            title={segmentInWords(segment, to)}
            onPointerEnter={() => onPoint(index)}
            style={{
              left: partOf(segment.from - from),
              width: partOf(segment.to - segment.from),
              ...(segment.status !== null && {
                height: heights[segment.status],
                backgroundColor: toneColours(theme, segment.status).strong,
              }),
            }}
          />
        ))}
      </div>
      <span className={classes.times}>
        {timesOf(lane)
          .filter(([status]) => status !== 'ok')
          .map(([status, ms]) => `${toneNames[status]} ${spanInWords(ms)}`)
          .join(' · ')}
      </span>
    </>
  );
}

function Axis(props: { from: number; to: number; wanted: number }) {
  const { from, to, wanted } = props;
  const classes = useStyles();
  return (
    <div className={classes.axis} aria-hidden>
      {timeTicks(from, to, wanted)
        // Without room for its words before the end.
        .filter(at => to - at > (to - from) / 14)
        .map(at => (
          <span
            key={at}
            className={classes.mark}
            style={{ left: `${((at - from) / (to - from)) * 100}%` }}
          >
            {timeTickInWords(at, to - from)}
          </span>
        ))}
    </div>
  );
}

function stateInWords({ status }: LaneSegment): string {
  return status === null ? unwatchedWords : toneNames[status];
}

function segmentInWords(segment: LaneSegment, now: number): string {
  const { status, from, to } = segment;
  const span = spanInWords(to - from);
  if (status === null) {
    return `Not watched before ${momentInWords(to)}`;
  }
  return to >= now
    ? `${toneNames[status]} since ${momentInWords(from)}, for ${span} now`
    : `${toneNames[status]} from ${momentInWords(from)} to ${momentInWords(
        to,
      )}, for ${span}`;
}
