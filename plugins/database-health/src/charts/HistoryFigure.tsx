import type { HistoryReport } from 'backstage-plugin-database-health-common';
import type { ReactNode } from 'react';
import type { Polled } from '../data/usePolled';
import { momentInWords } from '../words/dates';
import { valueInWords } from './axes';
import { ChartFigure } from './ChartFigure';
import { ChartMissing } from './ChartMissing';
import { withGaps } from './gaps';
import type { PlotForecast } from './HistoryPlot';
import { plot } from './plot';
import { HistoryPlot } from './plots';
import { Pointer } from './Pointer';

/** Below this many samples there is nothing to draw a line between. */
const leastPoints = 2;

const nothing: Pick<HistoryReport, 'points' | 'unit'> = {
  points: [],
  unit: 'bytes',
};

/** A history as a chart with its table, or what is missing of it. */
export function HistoryFigure(props: {
  label: string;
  polled: Polled<HistoryReport>;
  /** Said where nothing was kept; otherwise that it comes. */
  none?: string;
  /** Both ends of the axis of time, epoch milliseconds. */
  from: number;
  to: number;
  said?: ReactNode;
  controls?: ReactNode;
  notes?: ReactNode;
  limit?: { value: number; words: string };
  forecast?: PlotForecast;
  heightPx?: number;
}) {
  const { label, polled, none, from, to, said, controls } = props;
  const { limit, forecast } = props;
  const { heightPx = plot.heightPx } = props;
  const history = polled.answer?.value;
  const { points, unit } = history ?? nothing;
  const inWords = (value: number) => valueInWords(value, unit);
  const drawn = withGaps(points);
  const known = points.map(({ at, value, min, max }) => ({
    at: Date.parse(at),
    value: inWords(value),
    extremes:
      min !== undefined && max !== undefined && min !== max
        ? `${inWords(min)} to ${inWords(max)}`
        : undefined,
  }));
  const gaps = drawn.length - points.length;
  return (
    <ChartFigure
      label={label}
      said={said}
      controls={controls}
      heightPx={heightPx}
      empty={
        history ? (
          points.length < leastPoints && emptyWords(history, none)
        ) : (
          <ChartMissing failure={polled.failure} heightPx={heightPx} />
        )
      }
      notes={
        <>
          {gaps > 0 &&
            'Nothing is known of the times where the line is broken. '}
          {props.notes}
        </>
      }
      data={() => ({
        columns: ['Time', 'Value', 'Minimum to maximum'],
        rows: [...known]
          .reverse()
          .map(({ at, value, extremes }) => [
            momentInWords(at),
            value,
            extremes ?? '–',
          ]),
      })}
    >
      {widthPx => {
        const frame = {
          widthPx,
          heightPx,
          from,
          to: Math.max(to, forecast?.to.at ?? to),
        };
        return (
          <>
            <HistoryPlot
              frame={frame}
              points={drawn}
              unit={unit}
              limit={limit}
              forecast={forecast}
            />
            <Pointer
              label={label}
              frame={frame}
              stops={known
                .filter(({ at }) => at >= from)
                .map(({ at, value, extremes }) => ({
                  at,
                  words: () =>
                    `${momentInWords(at)}: ${value}${
                      extremes
                        ? `, between ${extremes.replace(' to ', ' and ')}`
                        : ''
                    }`,
                  shown: () => (
                    <>
                      {momentInWords(at)}
                      <br />
                      <strong>{value}</strong>
                      {extremes && (
                        <>
                          <br />
                          {extremes}
                        </>
                      )}
                    </>
                  ),
                }))}
            />
          </>
        );
      }}
    </ChartFigure>
  );
}

/** Why there is no chart. */
export function emptyWords(
  { points, history }: Pick<HistoryReport, 'points' | 'history'>,
  none = 'No history yet: the first sample comes with the next survey.',
): string {
  if (!history.working) {
    return 'No history can be read at present.';
  }
  return points.length === 0
    ? none
    : 'One sample so far: a line needs two. The next one comes with the next survey.';
}
