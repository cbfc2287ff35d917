import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  bytesInWords,
  type Database,
  type Finding,
  type Overview,
} from 'backstage-plugin-database-health-common';
import { isStanding } from '../findings/dismissal/standing';
import { usePageLinks } from '../frame/PagePath';
import { toneColours } from '../signs/colours';
import { useNow } from '../signs/useNow';
import { ToneSign } from '../signs/ToneSign';
import { sizeInWords } from '../words/bytes';
import { growthInWords } from '../words/growth';
import { countInWords } from '../words/counts';
import { toneNames } from '../words/names';
import { forecastWords } from './limitWords';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns:
      'minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr) minmax(0, 4fr)',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 1.5),
    fontSize: 14,
    overflowWrap: 'anywhere',
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  track: {
    height: 8,
    maxWidth: 260,
    marginTop: 4,
    borderRadius: 4,
    overflow: 'hidden',
    backgroundColor: theme.palette.action.disabledBackground,
  },
  fill: { height: '100%', minWidth: 2 },
  more: { display: 'block', fontSize: 12, color: theme.palette.text.secondary },
  about: { padding: theme.spacing(1.5) },
}));

/** The checks that hold a plugin database to its limit. */
const limitCheckIds = ['size', 'size-forecast'];

/** When each plugin database that has a limit reaches it, the first one first. */
export function ForecastList(props: { overview: Overview }) {
  const { databases, findings } = props.overview;
  const classes = useStyles();
  const limited = databases
    .filter(({ size }) => size?.limit)
    .sort((a, b) => reachedMs(a) - reachedMs(b) || part(b) - part(a));
  const read = databases.filter(({ size }) => size).length;
  const limitless = read - limited.length;
  return (
    <Paper>
      {read === 0 && (
        <Typography variant="body2" className={classes.about}>
          No size has been read yet.
        </Typography>
      )}
      {limited.length > 0 && (
        <ul className={classes.list}>
          {limited.map(database => (
            <ForecastRow
              key={database.id}
              database={database}
              judged={findings.find(
                finding =>
                  finding.databaseId === database.id &&
                  limitCheckIds.includes(finding.checkId) &&
                  isStanding(finding),
              )}
            />
          ))}
        </ul>
      )}
      {limitless > 0 && (
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.about}
        >
          {limited.length === 0
            ? 'No limit is known of any database'
            : `No limit is known of ${countInWords(
                limitless,
                'other database',
              )}`}
          : the configuration grants them no budget, and their engine does not
          tell how much room their disk has.
        </Typography>
      )}
    </Paper>
  );
}

function ForecastRow(props: { database: Database; judged?: Finding }) {
  const { database, judged } = props;
  const { bytes, approximate, bytesPerDay, limit, forecast } = database.size!;
  const classes = useStyles();
  const theme = useTheme();
  const links = usePageLinks();
  const now = useNow();
  const full = Math.round(part(database) * 100);
  const { when, between } = forecast
    ? forecastWords(forecast, now)
    : {
        when:
          bytesPerDay === null
            ? 'not known: its history is too short'
            : 'not in sight: it does not grow steadily',
        between: undefined,
      };
  return (
    <li className={classes.row}>
      <div>
        <Link to={links.database(database.id)}>{database.pluginId}</Link>
        {judged && (
          <div>
            <ToneSign tone={judged.severity}>
              {toneNames[judged.severity]}
            </ToneSign>
          </div>
        )}
      </div>
      <div>
        {sizeInWords({ bytes, approximate }, limit!.bytes)} of{' '}
        {bytesInWords(limit!.bytes, bytes)} ({full} %)
        <div className={classes.track} aria-hidden>
          <div
            className={classes.fill}
            style={{
              width: `${Math.min(100, full)}%`,
              backgroundColor: judged
                ? toneColours(theme, judged.severity).strong
                : theme.palette.text.secondary,
            }}
          />
        </div>
        <span className={classes.more}>
          {limit!.of === 'budget'
            ? 'the budget of the configuration'
            : 'with the free space of its disk'}
        </span>
      </div>
      <div>
        {bytesPerDay === null
          ? 'growth not known yet'
          : growthInWords(bytesPerDay)}
      </div>
      <div>
        {when}
        {between && <span className={classes.more}>{between}</span>}
      </div>
    </li>
  );
}

function part({ size }: Database): number {
  return size!.bytes / Math.max(1, size!.limit!.bytes);
}

function reachedMs({ size }: Database): number {
  return size?.forecast?.reachedAt
    ? Date.parse(size.forecast.reachedAt)
    : Number.MAX_SAFE_INTEGER;
}
