import type { Theme } from '@material-ui/core/styles';
import {
  bytesInWords,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import { numberInWords } from '../words/counts';
import { byteTicks, numberTicks } from './byteAxis';
import { plot, PlotFrame } from './plot';
import { timeTicks, timeTickInWords } from './timeAxis';

/** What the numbers of a chart are. */
export type ChartUnit = 'bytes' | 'ms' | 'connections';

/** A number of a chart with its unit. */
export function valueInWords(value: number, unit: ChartUnit): string {
  switch (unit) {
    case 'bytes':
      return bytesInWords(value);
    case 'ms':
      return durationInWords(value);
    default:
      return numberInWords(value);
  }
}

/** What recharts draws the axis of time from. */
export function timeAxis(theme: Theme, { from, to, widthPx }: PlotFrame) {
  const spanMs = to - from;
  return {
    dataKey: 'at',
    type: 'number' as const,
    scale: 'linear' as const,
    domain: [from, to],
    allowDataOverflow: true,
    ticks: timeTicks(from, to, widthPx < 480 ? 4 : 7),
    tickFormatter: (at: number) => timeTickInWords(at, spanMs),
    height: plot.bottom,
    interval: 'preserveStartEnd' as const,
    ...lines(theme),
  };
}

/** What recharts draws the axis of the numbers from; it starts at 0. */
export function valueAxis(theme: Theme, largest: number, unit: ChartUnit) {
  const ticks = unit === 'bytes' ? byteTicks(largest) : numberTicks(largest);
  return {
    type: 'number' as const,
    domain: [0, ticks[ticks.length - 1]],
    ticks,
    tickFormatter: (value: number) =>
      value === 0 ? '0' : valueInWords(value, unit).replace(/\.0(?= )/, ''),
    width: plot.left,
    interval: 0,
    ...lines(theme),
  };
}

/** What recharts draws the marks across the chart from. */
export function grid(theme: Theme) {
  return { vertical: false, stroke: theme.palette.divider };
}

export const margin = { top: plot.top, right: plot.right, bottom: 0, left: 0 };

function lines(theme: Theme) {
  return {
    stroke: theme.palette.text.secondary,
    tickLine: { stroke: theme.palette.text.secondary },
    tick: { fontSize: 12, fill: theme.palette.text.secondary },
  };
}
