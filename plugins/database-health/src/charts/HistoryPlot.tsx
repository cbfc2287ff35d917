import { useTheme } from '@material-ui/core/styles';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartUnit, grid, margin, timeAxis, valueAxis } from './axes';
import type { ChartPoint } from './gaps';
import { seriesColours } from './palette';
import type { PlotFrame } from './plot';

/** Where the growth leads: straight lines from now to `to`. */
export interface PlotForecast {
  from: { at: number; value: number };
  to: { at: number; low: number; value: number; high: number };
}

/** What recharts is given for one time. */
interface Row {
  at: number;
  value?: number | null;
  /** The extremes of the samples that the point stands for. */
  extremes?: [number, number] | null;
  expected?: number;
  likely?: [number, number];
}

/** So few points are shown each, with a dot. */
const fewPoints = 12;

/** One number over time, with its extremes, its limit and where it leads. */
export default function HistoryPlot(props: {
  frame: PlotFrame;
  points: readonly ChartPoint[];
  unit: ChartUnit;
  limit?: { value: number; words: string };
  forecast?: PlotForecast;
}) {
  const { frame, points, unit, limit, forecast } = props;
  const theme = useTheme();
  const { strong } = seriesColours(theme, 0);
  const { text } = theme.palette;
  const rows = rowsOf(points, forecast);
  const largest = Math.max(
    0,
    ...points.map(({ value, max }) => Math.max(value ?? 0, max ?? 0)),
    limit?.value ?? 0,
    forecast?.to.high ?? 0,
  );
  const few = points.length <= fewPoints;
  const alone = (index: number) =>
    typeof rows[index]?.value === 'number' &&
    typeof rows[index - 1]?.value !== 'number' &&
    typeof rows[index + 1]?.value !== 'number';
  return (
    <ComposedChart
      width={frame.widthPx}
      height={frame.heightPx}
      data={rows}
      margin={margin}
      accessibilityLayer={false}
    >
      <CartesianGrid {...grid(theme)} />
      <XAxis {...timeAxis(theme, frame)} />
      <YAxis {...valueAxis(theme, largest, unit)} />
      <Area
        dataKey="likely"
        stroke="none"
        fill={text.primary}
        fillOpacity={0.12}
        isAnimationActive={false}
      />
      <Area
        dataKey="extremes"
        stroke="none"
        fill={strong}
        fillOpacity={0.35}
        isAnimationActive={false}
      />
      <Area
        dataKey="value"
        stroke={strong}
        strokeWidth={2}
        fill={strong}
        fillOpacity={unit === 'bytes' ? 0.16 : 0}
        connectNulls={false}
        isAnimationActive={false}
        activeDot={false}
        dot={({ cx, cy, index }) =>
          (few || alone(index)) && typeof cy === 'number' ? (
            <circle key={index} cx={cx} cy={cy} r={3} fill={strong} />
          ) : (
            <g key={index} />
          )
        }
      />
      <Line
        dataKey="expected"
        stroke={text.primary}
        strokeWidth={1.5}
        strokeDasharray="5 4"
        dot={false}
        activeDot={false}
        connectNulls
        isAnimationActive={false}
      />
      {limit && (
        <ReferenceLine
          y={limit.value}
          stroke={text.primary}
          strokeWidth={1.5}
          label={{
            value: limit.words,
            position: 'insideTopLeft',
            fill: text.primary,
            fontSize: 12,
            fontWeight: 700,
          }}
        />
      )}
      {forecast && (
        <ReferenceLine
          x={forecast.from.at}
          stroke={text.secondary}
          strokeDasharray="2 3"
          label={{
            value: 'now',
            position: 'insideTopRight',
            fill: text.secondary,
            fontSize: 12,
          }}
        />
      )}
    </ComposedChart>
  );
}

function rowsOf(points: readonly ChartPoint[], forecast?: PlotForecast): Row[] {
  const known: Row[] = points.map(({ at, value, min, max }) => ({
    at,
    value,
    extremes: value === null ? null : [min ?? value, max ?? value],
  }));
  if (!forecast) {
    return known;
  }
  const { from, to } = forecast;
  return [
    ...known,
    { at: from.at, expected: from.value, likely: [from.value, from.value] },
    { at: to.at, expected: to.value, likely: [to.low, to.high] },
  ];
}
