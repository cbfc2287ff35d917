import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import { Fragment } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { belongingsOf } from '../incidents/belonging';
import { Span } from '../signs/Age';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { momentInWords } from '../words/dates';
import { spanInWords, timeInWords } from '../words/durations';
import { subjectName } from '../words/names';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: '72px 96px minmax(0, 1fr) 190px',
    alignItems: 'baseline',
    gap: theme.spacing(0.25, 2),
    padding: theme.spacing(1, 1.5),
    fontSize: 14,
    overflowWrap: 'anywhere',
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      '& > :nth-child(3), & > :nth-child(4)': { gridColumn: '1 / -1' },
    },
  },
  time: { fontVariantNumeric: 'tabular-nums' },
  subject: { fontWeight: 700 },
  belongings: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: 13,
  },
  lasted: {
    fontSize: 13,
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'right',
    [theme.breakpoints.down('sm')]: { textAlign: 'left' },
  },
  open: { fontWeight: 700 },
}));

const namesShown = 3;

/** One incident: from when to when, what it was about, and what belonged to it. */
export function IncidentEntry(props: {
  incident: Incident;
  overview: Overview;
}) {
  const { incident, overview } = props;
  const { subject, severity, title, openedAt, closedAt, cause } = incident;
  const classes = useStyles();
  const links = usePageLinks();
  const name = subjectName(subject, overview);
  const isOpen = closedAt === undefined;
  return (
    <li className={classes.row}>
      <ClockTime at={openedAt} />
      <ToneSign tone={severity} />
      <div>
        <span className={classes.subject}>
          {'databaseId' in subject ? (
            <Link to={links.database(subject.databaseId)} underline="always">
              {name}
            </Link>
          ) : (
            name
          )}
        </span>
        {' · '}
        <Prose text={title} />{' '}
        {isOpen && (
          <Link to={links.finding(cause)} underline="always">
            What to do
          </Link>
        )}
        <Belongings incident={incident} overview={overview} />
      </div>
      <span className={classes.lasted}>
        {isOpen ? (
          <span className={classes.open}>
            still open, for <Span since={openedAt} />
          </span>
        ) : (
          <>
            until <ClockTime at={closedAt} since={openedAt} />, for{' '}
            {spanInWords(Date.parse(closedAt) - Date.parse(openedAt))}
          </>
        )}
      </span>
    </li>
  );
}

/** The time of a day, with the day where it is not that of `since`. */
function ClockTime({ at, since = at }: { at: string; since?: string }) {
  const classes = useStyles();
  const isSameDay =
    new Date(at).toDateString() === new Date(since).toDateString();
  return (
    <time dateTime={at} title={timeInWords(at)} className={classes.time}>
      {isSameDay
        ? new Date(at).toLocaleTimeString(undefined, { timeStyle: 'short' })
        : momentInWords(at)}
    </time>
  );
}

/** The check that found the cause, and those whose findings it explained. */
function Belongings(props: { incident: Incident; overview: Overview }) {
  const { incident, overview } = props;
  const classes = useStyles();
  const links = usePageLinks();
  const name = subjectName(incident.subject, overview);
  const belongings = belongingsOf(incident, overview);
  return (
    <span className={classes.belongings}>
      {belongings.map(({ checkId, names }, place) => {
        const others = names.filter(each => each !== name);
        const rest = others.slice(namesShown);
        return (
          <Fragment key={checkId}>
            {place === 1 && ' explains '}
            {place > 1 && ', '}
            <Link to={links.check(checkId)} underline="always">
              {checkId}
            </Link>
            {others.length > 0 &&
              ` of ${others.slice(0, namesShown).join(', ')}`}
            {rest.length > 0 && (
              <span title={rest.join(', ')}> and {rest.length} more</span>
            )}
          </Fragment>
        );
      })}
    </span>
  );
}
