import { Link } from '@backstage/core-components';
import { makeStyles, Theme, useTheme } from '@material-ui/core/styles';
import type { Status } from 'backstage-plugin-database-health-common';
import clsx from 'clsx';
import type { KeyboardEvent } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { toneColours } from '../signs/colours';
import { spanInWords } from '../words/durations';
import { toneNames } from '../words/names';
import { Lane, timesOf } from './lanes';
import { segmentInWords } from './laneWords';

const lanePx = 22;

/** The worse, the higher: colour is not the only sign. */
const heights: Record<Status, number> = {
  critical: 20,
  warning: 14,
  unknown: 9,
  ok: 3,
};

/** Shorter than this cannot be seen. */
const leastPx = 3;

/** How it is drawn that nobody watched. */
export const hatched = (theme: Theme) => ({
  backgroundImage: `repeating-linear-gradient(135deg, ${theme.palette.text.disabled} 0 1px, transparent 1px 6px)`,
});

const useStyles = makeStyles(theme => ({
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
  pointed: { outline: `2px solid ${theme.palette.text.primary}` },
  times: {
    color: theme.palette.text.secondary,
    fontSize: 12,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('sm')]: { marginBottom: theme.spacing(1) },
  },
  unwatched: { height: lanePx - 2, ...hatched(theme) },
}));

/** The states of one database or server, one after the other. */
export function LaneRow(props: {
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
