import { useTheme } from '@material-ui/core/styles';
import { toneColours } from '../signs/colours';
import type { Tone } from '../words/names';

const width = 104;
const height = 58;
const radius = 44;
const thickness = 10;

/**
 * A half circle: the whole is what the servers have room for (or what the
 * pools may open, where that is more), the light arc the budget, the dark arc
 * what is used, the mark where the room ends.
 */
export function Gauge(props: {
  used: number;
  budget: number;
  available: number;
  tone: Tone;
}) {
  const { used, budget, available, tone } = props;
  const theme = useTheme();
  const whole = Math.max(budget, available, used, 1);
  const { strong } = toneColours(theme, tone);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${used} connections in use, pools may open ${budget}, servers allow ${available}`}
    >
      <Arc from={0} to={1} colour={theme.palette.action.disabledBackground} />
      <Arc from={0} to={budget / whole} colour={strong} opacity={0.35} />
      <Arc from={0} to={used / whole} colour={strong} />
      <Mark at={available / whole} colour={theme.palette.text.primary} />
    </svg>
  );
}

function Arc(props: {
  from: number;
  to: number;
  colour: string;
  opacity?: number;
}) {
  const { from, to, colour, opacity } = props;
  if (to <= from) {
    return null;
  }
  const start = pointAt(from, radius);
  const end = pointAt(to, radius);
  return (
    <path
      d={`M ${start.x} ${start.y} A ${radius} ${radius} 0 0 1 ${end.x} ${end.y}`}
      fill="none"
      stroke={colour}
      strokeOpacity={opacity}
      strokeWidth={thickness}
    />
  );
}

function Mark(props: { at: number; colour: string }) {
  const inner = pointAt(props.at, radius - thickness / 2 - 2);
  const outer = pointAt(props.at, radius + thickness / 2 + 2);
  return (
    <line
      x1={inner.x}
      y1={inner.y}
      x2={outer.x}
      y2={outer.y}
      stroke={props.colour}
      strokeWidth={2}
    />
  );
}

/** 0 is the left end of the half circle, 1 the right. */
function pointAt(part: number, distance: number): { x: number; y: number } {
  const angle = Math.PI * (1 - part);
  return {
    x: width / 2 + distance * Math.cos(angle),
    y: height - 6 - distance * Math.sin(angle),
  };
}
