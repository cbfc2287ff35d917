import { bytesInWords } from 'backstage-plugin-database-health-common';
import { Pointer } from '../charts/Pointer';
import type { PlotFrame } from '../charts/plot';
import { StackPlot } from '../charts/plots';
import { momentInWords } from '../words/dates';
import { GrowthTooltip } from './GrowthTooltip';
import type { ColouredLayer, LayerRow } from './layers';

/** The layers one upon the other, read by mouse and by keyboard. */
export function GrowthPlot(props: {
  label: string;
  frame: PlotFrame;
  /** Those that are not off. */
  layers: readonly ColouredLayer[];
  rows: readonly LayerRow[];
}) {
  const { label, frame, layers, rows } = props;
  return (
    <>
      <StackPlot
        frame={frame}
        series={layers}
        rows={rows.map(({ at, total, bytes }) => ({
          at,
          bytes: total === null ? null : (bytes as number[]),
        }))}
      />
      <Pointer
        label={label}
        frame={frame}
        stops={rows.map(row => ({
          at: row.at,
          words: () => rowInWords(row, layers),
          shown: () => <GrowthTooltip row={row} layers={layers} />,
        }))}
      />
    </>
  );
}

function rowInWords(
  { at, total, bytes }: LayerRow,
  layers: readonly ColouredLayer[],
): string {
  const parts = layers.map(({ name }, place) => {
    const own = bytes[place];
    return `${name} ${own ? bytesInWords(own) : 'not measured'}`;
  });
  return `${momentInWords(at)}: ${
    total === null ? 'not known' : bytesInWords(total)
  } in all; ${parts.join(', ')}`;
}
