import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Database,
  type Overview,
} from 'backstage-plugin-database-health-common';
import { Figure } from '../figures/Figure';
import { SizeFigure } from '../figures/SizeFigure';
import { usePageLinks } from '../frame/PagePath';
import { useNow } from '../signs/useNow';
import { aheadInWords, dateInWords } from '../words/dates';
import { changeInWords, growthMissing } from '../words/growth';
import { Growth, growthOver } from './growth';
import { limitWords } from './limitWords';
import type { Stack } from './stack';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    gap: theme.spacing(2),
    marginTop: theme.spacing(2),
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    [theme.breakpoints.down('xs')]: { gap: theme.spacing(1) },
  },
  growth: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(0.25, 2),
    margin: 0,
    fontSize: 15,
    color: theme.palette.text.primary,
    '& dt': { color: theme.palette.text.secondary },
    '& dd': {
      margin: 0,
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
  },
  leftOut: {
    fontSize: 13,
    fontWeight: 400,
    color: theme.palette.text.secondary,
  },
}));

/** How much there is, how fast it grows, and what is full first. */
export function StorageFigures(props: { overview: Overview; days: Stack }) {
  const { overview, days } = props;
  const classes = useStyles();
  return (
    <section className={classes.figures} aria-label="Figures">
      <SizeFigure overview={overview} />
      <GrowthFigure overview={overview} days={days} />
      <NextFullFigure overview={overview} />
    </section>
  );
}

function GrowthFigure(props: { overview: Overview; days: Stack }) {
  const { sizeBytesPerWeek, history } = props.overview.summary;
  const classes = useStyles();
  const now = useNow();
  const over = (count: number) => growthOver(props.days, count, now);
  const spans: [number, Growth | null][] = [
    [
      7,
      sizeBytesPerWeek === null
        ? over(7)
        : { bytes: sizeBytesPerWeek, leftOut: [] },
    ],
    [30, over(30)],
    [90, over(90)],
  ];
  return (
    <Figure label="Growth of all together">
      <dl className={classes.growth}>
        {spans.map(([count, growth]) => [
          <dt key={`${count} days`}>{count} days</dt>,
          <dd key={count}>
            {growth === null
              ? growthMissing(history)
              : changeInWords(growth.bytes)}
            {growth && growth.leftOut.length > 0 && (
              <span className={classes.leftOut}>
                {' '}
                without {growth.leftOut.length} newer
              </span>
            )}
          </dd>,
        ])}
      </dl>
      {spans.some(([, growth]) => growth && growth.leftOut.length > 0) &&
        'Newer: databases first measured within that time.'}
    </Figure>
  );
}

function NextFullFigure(props: { overview: Overview }) {
  const { databases } = props.overview;
  const links = usePageLinks();
  const now = useNow();
  const [next] = databases
    .filter(({ size }) => size?.limit && size.forecast?.reachedAt)
    .sort(
      (a, b) =>
        Date.parse(a.size!.forecast!.reachedAt!) -
        Date.parse(b.size!.forecast!.reachedAt!),
    );
  const label = 'Next to reach its limit';
  if (!next) {
    const limited = databases.filter(({ size }) => size?.limit);
    const foreseen = limited.filter(({ size }) => size?.forecast);
    return (
      <Figure label={label} missing={noneWords(databases, limited.length)}>
        {limited.length > 0 &&
          (foreseen.length > 0
            ? 'At the present growth none gets there within ten years.'
            : 'None grows, or their histories are too short to tell.')}
      </Figure>
    );
  }
  const { limit, forecast, bytes } = next.size!;
  return (
    <Figure
      label={label}
      value={`in ${aheadInWords(forecast!.reachedAt!, now)}`}
    >
      <Link underline="always" to={links.database(next.id)}>
        {next.pluginId}
      </Link>
      : about {dateInWords(forecast!.reachedAt!)}, at{' '}
      {bytesInWords(bytes, limit!.bytes)} of {limitWords(limit!, bytes)} now
    </Figure>
  );
}

function noneWords(databases: readonly Database[], limited: number): string {
  if (databases.every(({ size }) => !size)) {
    return 'Not read yet';
  }
  return limited > 0 ? 'None in sight' : 'No database has a limit';
}
