import { useTheme } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Overview,
} from 'backstage-plugin-database-health-common';
import { ChartFigure } from '../charts/ChartFigure';
import { ChartMissing } from '../charts/ChartMissing';
import { seriesColours, seriesLimit } from '../charts/palette';
import { plot } from '../charts/plot';
import { RangeToggle, useRange } from '../charts/RangeToggle';
import type { Data } from '../tables/DataTable';
import { useUrlList } from '../frame/useUrlList';
import { useStorage } from '../data/useStorage';
import { momentInWords } from '../words/dates';
import { changeInWords } from '../words/growth';
import { dayMs } from '../words/timeSpans';
import { growthBetween, leftOutInWords } from './growth';
import { GrowthNotes } from './GrowthNotes';
import { GrowthPlot } from './GrowthPlot';
import { type ColouredLayer, type LayerRow, layersOf } from './layers';
import { defaultRange, storageRanges } from './ranges';
import { stackOf } from './stack';

const label = 'Size of all plugin databases over time';
const nothing = { databases: [] };

/** How the plugin databases grew, one upon the other. */
export function GrowthChart(props: { overview: Overview }) {
  const { overview } = props;
  const theme = useTheme();
  const range = useRange('range', storageRanges, defaultRange);
  const [without] = useUrlList('without');
  const { answer, failure } = useStorage(overview, range.since);
  const to = answer ? Date.parse(answer.value.generatedAt) : Date.now();
  const from = to - range.days * dayMs;
  const stack = stackOf(
    answer ? overview.databases : [],
    answer?.value ?? nothing,
    {
      from,
      to,
      stepMs: range.stepMs,
    },
  );
  const { layers, rows, unmeasured, late, isShown } = layersOf(stack, {
    most: seriesLimit,
    without,
  });
  const coloured: ColouredLayer[] = layers.map((layer, place) => ({
    ...layer,
    colour: seriesColours(
      theme,
      layer.databases.length > 1 ? seriesLimit : place,
    ).strong,
  }));
  const shown = coloured.filter(({ off }) => !off);
  const known = rows.filter(({ total }) => total !== null);
  const [first] = known;
  const last = known[known.length - 1];
  const growth =
    known.length > 1
      ? growthBetween(
          stack,
          { from: rows.indexOf(first), to: rows.indexOf(last) },
          isShown,
        )
      : null;
  return (
    <ChartFigure
      label={label}
      said={
        growth && (
          <>
            {bytesInWords(first.total!)} on {momentInWords(first.at)},{' '}
            {bytesInWords(last.total!)} now:{' '}
            <strong>{changeInWords(growth.bytes)}</strong>
            {leftOutInWords(growth)}
          </>
        )
      }
      controls={
        <RangeToggle
          name="range"
          label="How far back"
          ranges={storageRanges}
          selected={range}
        />
      }
      empty={
        answer ? (
          known.length < 2 && emptyWords(answer.value.history.working)
        ) : (
          <ChartMissing failure={failure} heightPx={plot.heightPx} />
        )
      }
      notes={
        <GrowthNotes layers={coloured} unmeasured={unmeasured} late={late} />
      }
      data={() => growthTable(shown, rows)}
    >
      {widthPx => (
        <GrowthPlot
          label={label}
          frame={{
            widthPx,
            heightPx: plot.heightPx,
            from: Math.max(from, rows[0].at),
            to,
          }}
          layers={shown}
          rows={rows}
        />
      )}
    </ChartFigure>
  );
}

/** The newest row first. */
function growthTable(
  layers: readonly ColouredLayer[],
  rows: readonly LayerRow[],
): Data {
  return {
    columns: ['Time', 'Total', ...layers.map(({ name }) => name)],
    rows: [...rows]
      .reverse()
      .map(({ at, total, bytes }) => [
        momentInWords(at),
        total === null ? 'not known' : bytesInWords(total),
        ...bytes.map(each => (each ? bytesInWords(each) : '–')),
      ]),
  };
}

function emptyWords(working: boolean): string {
  return working
    ? 'No history yet: the first sample comes with the next survey, and growth can be seen from the second day on.'
    : 'No history can be read at present.';
}
