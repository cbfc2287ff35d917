import { useTheme } from '@material-ui/core/styles';
import { growthOverDays } from '../words/growth';

const padding = 2;

/**
 * A number of each of the last days as a line without axes, broken where a day
 * is not known. It starts at the least of the numbers and not at 0: it shows
 * how they went, its label by how much. Nothing, below two of them.
 */
export function Sparkline(props: {
  daily: readonly (number | null)[];
  widthPx?: number;
  heightPx?: number;
}) {
  const { daily, widthPx = 64, heightPx = 20 } = props;
  const theme = useTheme();
  const known = daily.filter((value): value is number => value !== null);
  if (known.length < 2) {
    return null;
  }
  const least = Math.min(...known);
  const most = Math.max(...known);
  // Little growth of something large must not look like a steep one.
  const span = Math.max(most - least, most * 0.01, 1);
  const floor = most - least < span ? (most + least - span) / 2 : least;
  const points = daily.map((value, day) =>
    value === null
      ? null
      : {
          x:
            padding +
            (day / Math.max(1, daily.length - 1)) * (widthPx - 2 * padding),
          y:
            heightPx -
            padding -
            ((value - floor) / span) * (heightPx - 2 * padding),
        },
  );
  const words = growthOverDays(daily);
  const lastPoint = [...points].reverse().find(Boolean);
  return (
    <svg
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-label={words}
      style={{ flexShrink: 0, display: 'block' }}
    >
      <path
        d={pathOf(points)}
        fill="none"
        stroke={theme.palette.text.secondary}
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      {lastPoint && (
        <circle
          cx={lastPoint.x}
          cy={lastPoint.y}
          r={1.75}
          fill={theme.palette.text.primary}
        />
      )}
    </svg>
  );
}

/** A new stroke after each gap; a day alone is a dot. */
function pathOf(points: readonly ({ x: number; y: number } | null)[]): string {
  return points
    .map((point, index) => {
      if (!point) {
        return '';
      }
      const at = `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
      if (points[index - 1]) {
        return `L ${at}`;
      }
      return points[index + 1] ? `M ${at}` : `M ${at} L ${at}`;
    })
    .filter(Boolean)
    .join(' ');
}
