import { useTheme } from '@material-ui/core/styles';
import { Area, AreaChart, CartesianGrid, XAxis, YAxis } from 'recharts';
import { grid, margin, timeAxis, valueAxis } from './axes';
import type { PlotFrame } from './plot';

/** One layer of a stack. */
export interface StackSeries {
  id: string;
  colour: string;
}

/** The bytes of every layer at one time; `null` where the sum is not known. */
export interface StackRow {
  at: number;
  bytes: readonly number[] | null;
}

/** Bytes of several series over time, one upon the other, the first below. */
export default function StackPlot(props: {
  frame: PlotFrame;
  series: readonly StackSeries[];
  rows: readonly StackRow[];
}) {
  const { frame, series, rows } = props;
  const theme = useTheme();
  const largest = Math.max(
    0,
    ...rows.map(({ bytes }) =>
      (bytes ?? []).reduce((sum, each) => sum + each, 0),
    ),
  );
  // Drawn as ranges that stand on each other, as a stack of recharts takes
  // what is missing for 0 and draws it.
  const data = rows.map(({ at, bytes }) => {
    let below = 0;
    const ranges = bytes?.map(each => {
      const range = [below, below + each];
      below += each;
      return range;
    });
    return { at, ranges: ranges ?? null };
  });
  return (
    <AreaChart
      width={frame.widthPx}
      height={frame.heightPx}
      data={data}
      margin={margin}
      accessibilityLayer={false}
    >
      <CartesianGrid {...grid(theme)} />
      <XAxis {...timeAxis(theme, frame)} />
      <YAxis {...valueAxis(theme, largest, 'bytes')} />
      {series.map(({ id, colour }, place) => (
        <Area
          key={id}
          dataKey={(row: (typeof data)[number]) => row.ranges?.[place] ?? null}
          name={id}
          fill={colour}
          fillOpacity={0.85}
          // Parts neighbours without a colour of its own.
          stroke={theme.palette.background.paper}
          strokeWidth={1}
          connectNulls={false}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </AreaChart>
  );
}
