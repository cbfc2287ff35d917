import type { Overview } from 'backstage-plugin-database-health-common';
import { growthInWords, splitBytes } from '../words/bytes';
import { Figure } from './Figure';

/** How big all plugin databases are together, and how fast they grow. */
export function SizeFigure(props: { overview: Overview }) {
  const { summary, databases } = props.overview;
  const read = databases.flatMap(({ size }) => (size ? [size] : []));
  const growing = read.flatMap(({ bytesPerDay }) =>
    bytesPerDay === null ? [] : [bytesPerDay],
  );
  const total =
    summary.sizeBytes === null ? undefined : splitBytes(summary.sizeBytes);
  const approximate = read.some(size => size.approximate);
  return (
    <Figure
      label="Total size"
      value={total && `${approximate ? '≈ ' : ''}${total.number}`}
      unit={total?.unit}
      missing="Not read yet"
    >
      {total && read.length < databases.length && (
        <div>
          {read.length} of {databases.length} databases read
        </div>
      )}
      {total && (
        <div>
          {growing.length > 0
            ? growthInWords(growing.reduce((sum, bytes) => sum + bytes, 0))
            : 'growth: no history yet'}
        </div>
      )}
    </Figure>
  );
}
