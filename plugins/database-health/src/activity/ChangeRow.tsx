import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { Fragment } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { Span } from '../signs/Age';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { countInWords } from '../words/counts';
import { spanInWords, timeInWords } from '../words/durations';
import { subjectName } from '../words/names';
import type { ChangeGroup } from './changes';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'grid',
    gridTemplateColumns: '72px minmax(0, 3fr) max-content minmax(0, 6fr) 110px',
    alignItems: 'center',
    gap: theme.spacing(0.25, 2),
    padding: theme.spacing(0.75, 1.5),
    fontSize: 14,
    overflowWrap: 'anywhere',
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      '& > :nth-child(3), & > :nth-child(4), & > :nth-child(5)': {
        gridColumn: '1 / -1',
      },
    },
  },
  time: { fontVariantNumeric: 'tabular-nums' },
  check: { color: theme.palette.text.secondary, fontSize: 13 },
  fromTo: {
    display: 'inline-grid',
    gridTemplateColumns: '92px 20px 92px',
    alignItems: 'center',
  },
  lasted: { color: theme.palette.text.secondary, fontSize: 13 },
}));

const namesShown = 4;

/** One change: when, of what, from what to what, why and for how long. */
export function ChangeRow(props: { group: ChangeGroup; overview: Overview }) {
  const { first, all } = props.group;
  const { at, checkId, from, to, message, lastedMs } = first;
  const classes = useStyles();
  const links = usePageLinks();
  const names = all.flatMap(({ databaseId }) =>
    databaseId === undefined
      ? []
      : {
          id: databaseId,
          name: subjectName({ databaseId }, props.overview),
        },
  );
  const rest = names.slice(namesShown);
  return (
    <li className={classes.row}>
      <time dateTime={at} title={timeInWords(at)} className={classes.time}>
        {new Date(at).toLocaleTimeString(undefined, { timeStyle: 'short' })}
      </time>
      <span>
        {names.length === 0 && subjectName(first, props.overview)}
        {names.length > 1 && `${countInWords(names.length, 'database')}: `}
        {names.slice(0, namesShown).map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && ', '}
            <Link to={links.database(id)}>{name}</Link>
          </Fragment>
        ))}
        {rest.length > 0 && (
          <span title={rest.map(({ name }) => name).join(', ')}>
            {' '}
            and {rest.length} more
          </span>
        )}{' '}
        <span className={classes.check}>
          {checkId === undefined ? (
            'as a whole'
          ) : (
            <Link to={links.check(checkId)}>{checkId}</Link>
          )}
        </span>
      </span>
      <span className={classes.fromTo}>
        <ToneSign tone={from} />
        <span aria-label="to">→</span>
        <ToneSign tone={to} />
      </span>
      <span>
        <Prose text={message} />
      </span>
      <span className={classes.lasted}>
        {lastedMs === undefined ? (
          <>
            since then, <Span since={at} />
          </>
        ) : (
          `for ${spanInWords(lastedMs)}`
        )}
      </span>
    </li>
  );
}
