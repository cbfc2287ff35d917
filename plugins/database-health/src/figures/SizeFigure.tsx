import { makeStyles } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Database,
  type HistoryState,
  type Overview,
} from 'backstage-plugin-database-health-common';
import { Sparkline } from '../charts/Sparkline';
import { changeInWords, growthMissing } from '../words/growth';
import { Figure } from './Figure';

const useStyles = makeStyles(theme => ({
  growth: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
  },
}));

/** How big all plugin databases are together, and how they grow. */
export function SizeFigure(props: { overview: Overview }) {
  const { summary, databases } = props.overview;
  const classes = useStyles();
  const read = databases.flatMap(({ size }) => (size ? [size] : []));
  const [total, unit] =
    summary.sizeBytes === null
      ? []
      : bytesInWords(summary.sizeBytes).split(' ');
  const approximate = read.some(size => size.approximate);
  const { sizeBytesPerWeek } = summary;
  return (
    <Figure
      label="Total size"
      value={total && `${approximate ? '≈ ' : ''}${total}`}
      unit={unit}
      missing="Not read yet"
    >
      {total && read.length < databases.length && (
        <div>
          {read.length} of {databases.length} databases read
        </div>
      )}
      {total && (
        <div className={classes.growth}>
          <span>
            {sizeBytesPerWeek === null
              ? sumMissing(read, summary.history)
              : `${changeInWords(sizeBytesPerWeek)} in 7 days`}
          </span>
          <Sparkline daily={summary.sizeDaily} widthPx={96} heightPx={28} />
        </div>
      )}
    </Figure>
  );
}

function sumMissing(
  read: readonly NonNullable<Database['size']>[],
  history: HistoryState,
): string {
  return read.some(({ bytesPerDay }) => bytesPerDay !== null)
    ? 'growth in 7 days: not known of all yet'
    : `growth: ${growthMissing(history)}`;
}
