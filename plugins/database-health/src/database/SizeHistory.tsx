import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Database,
  type Overview,
} from 'backstage-plugin-database-health-common';
import { HistoryFigure } from '../charts/HistoryFigure';
import type { Range } from '../charts/ranges';
import { RangeToggle } from '../charts/RangeToggle';
import { useHistory } from '../data/useHistory';
import { Breakable } from '../signs/Breakable';
import { monospace } from '../signs/monospace';
import { forecastWords, limitWords } from '../storage/limitWords';
import { sinceInWords } from '../words/dates';
import { changeInWords } from '../words/growth';
import { isolated } from '../words/rightToLeft';
import { plotForecast } from './forecast';
import { historyRanges } from './historyRanges';
import { shownTime } from './shownTime';

const useStyles = makeStyles({
  name: { fontFamily: monospace, fontSize: 13 },
});

/** A limit further away than this would press the chart against its axis. */
const limitInSight = 4;

/** How the database, or the chosen one of its tables, came to its size. */
export function SizeHistory(props: {
  overview: Overview;
  database: Database;
  range: Range;
  /** With its schema where it has one. */
  table?: string;
  onWhole: () => void;
}) {
  const { overview, database, range, table, onWhole } = props;
  const { id, size } = database;
  const classes = useStyles();
  const polled = useHistory(overview, id, {
    metric: 'size',
    since: range.since,
    object: table,
  });
  const { points = [] } = polled.answer?.value ?? {};
  const time = shownTime(range, points, polled.answer?.receivedAt);
  const [first] = points;
  const last = points[points.length - 1];
  const largest = Math.max(0, ...points.map(({ value }) => value));
  const limit = table === undefined ? size?.limit : undefined;
  const forecast = table === undefined ? plotForecast(size, time) : undefined;
  const limitShown = limit && limit.bytes <= largest * limitInSight;
  const words = size?.forecast && forecastWords(size.forecast, time.to);
  return (
    <HistoryFigure
      label={
        table === undefined
          ? `Size of ${database.pluginId} over time`
          : `Size of the table ${isolated(table)} over time`
      }
      polled={polled}
      {...time}
      forecast={forecast}
      limit={
        limitShown
          ? { value: limit.bytes, words: `limit ${bytesInWords(limit.bytes)}` }
          : undefined
      }
      said={
        <>
          {table !== undefined && (
            <>
              Table{' '}
              <span className={classes.name}>
                <Breakable name={table} />
              </span>
              .{' '}
            </>
          )}
          {points.length > 1 && (
            <>
              <strong>{changeInWords(last.value - first.value)}</strong> since{' '}
              {sinceInWords(first.at, time.to)}, {bytesInWords(last.value)} now
            </>
          )}
        </>
      }
      controls={
        <>
          {table !== undefined && (
            <Button size="small" variant="outlined" onClick={onWhole}>
              Whole database
            </Button>
          )}
          <RangeToggle
            name="range"
            label="How far back"
            ranges={historyRanges}
            selected={range}
          />
        </>
      }
      notes={
        <>
          {limit && words && (
            <div>
              Dashed: the present growth. It reaches {limitWords(limit)}{' '}
              {words.when}
              {words.between && `, ${words.between} (the grey band)`}.
            </div>
          )}
          {limit && !limitShown && (
            <div>Its limit is far above this chart: {limitWords(limit)}.</div>
          )}
        </>
      }
    />
  );
}
