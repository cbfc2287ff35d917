import { makeStyles } from '@material-ui/core/styles';
import { KeyboardEvent, ReactNode, useState } from 'react';
import { nearest, plot, PlotFrame, xOf } from './plot';

/** What can be pointed at: one time of the chart, of which there may be a thousand. */
export interface PointerStop {
  at: number;
  /** All of it in one sentence, for those who hear it. */
  words(): string;
  /** The same for those who see it. */
  shown(): ReactNode;
}

const tooltipPx = 230;

const useStyles = makeStyles(theme => ({
  layer: {
    position: 'absolute',
    inset: 0,
    cursor: 'crosshair',
    touchAction: 'pan-y',
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 2,
    },
  },
  line: {
    position: 'absolute',
    top: plot.top,
    bottom: plot.bottom,
    width: 1,
    backgroundColor: theme.palette.text.primary,
    pointerEvents: 'none',
  },
  tooltip: {
    position: 'absolute',
    zIndex: 1,
    top: plot.top,
    width: 'max-content',
    maxWidth: tooltipPx,
    padding: theme.spacing(0.75, 1.25),
    borderRadius: theme.shape.borderRadius,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    boxShadow: theme.shadows[3],
    fontSize: 13,
    lineHeight: 1.5,
    pointerEvents: 'none',
    overflowWrap: 'anywhere',
  },
}));

/**
 * What lies over a chart and tells of the point under the mouse, the finger or
 * the arrow keys. To a screen reader it is a slider along the axis of time,
 * which says each point as it is reached.
 */
export function Pointer(props: {
  label: string;
  frame: PlotFrame;
  stops: readonly PointerStop[];
}) {
  const { label, frame, stops } = props;
  const classes = useStyles();
  const [at, setAt] = useState<number>();
  const [shown, setShown] = useState(false);
  const last = stops.length - 1;
  if (last < 0) {
    return null;
  }
  // By time, as the places change when a new point comes.
  const found = stops.findIndex(stop => stop.at === at);
  const place = found < 0 ? last : found;
  const stop = stops[place];
  const moveTo = (next: number) => {
    setAt(stops[Math.min(last, Math.max(0, next))].at);
    setShown(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyTargets(place, last)[event.key];
    if (next !== undefined) {
      event.preventDefault();
      moveTo(next);
    } else if (event.key === 'Escape') {
      setShown(false);
    }
  };
  const x = xOf(stop.at, frame);
  const onTheLeft = x > frame.widthPx / 2;
  return (
    <div
      className={classes.layer}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: move along it with the arrow keys`}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={place}
      aria-valuetext={stop.words()}
      onKeyDown={onKeyDown}
      onFocus={event => setShown(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => setShown(false)}
      onPointerMove={event => {
        const { left } = event.currentTarget.getBoundingClientRect();
        const times = stops.map(each => each.at);
        moveTo(nearest(event.clientX - left, times, frame));
      }}
      onPointerLeave={() => setShown(false)}
    >
      {shown && (
        <>
          <div className={classes.line} style={{ left: x }} />
          <div
            className={classes.tooltip}
            aria-hidden
            style={
              onTheLeft
                ? { right: Math.max(0, frame.widthPx - x + 10) }
                : { left: x + 10 }
            }
          >
            {stop.shown()}
          </div>
        </>
      )}
    </div>
  );
}

function keyTargets(
  place: number,
  last: number,
): Partial<Record<string, number>> {
  return {
    ArrowLeft: place - 1,
    ArrowDown: place - 1,
    ArrowRight: place + 1,
    ArrowUp: place + 1,
    PageDown: place - 10,
    PageUp: place + 10,
    Home: 0,
    End: last,
  };
}
