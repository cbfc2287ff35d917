import { makeStyles } from '@material-ui/core/styles';
import type { Ledger } from 'backstage-plugin-database-health-common';
import { numberInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  counts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    fontVariantNumeric: 'tabular-nums',
    color: theme.palette.text.secondary,
    '& strong': { color: theme.palette.text.primary },
  },
}));

/** How many migrations are applied, pending and missing, and the lock. */
export function LedgerCounts(props: { ledger: Ledger }) {
  const { applied, pending, missing, lock, unreadable } = props.ledger;
  const classes = useStyles();
  if (unreadable !== undefined) {
    return <span className={classes.counts}>not read</span>;
  }
  return (
    <span className={classes.counts}>
      <span>{numberInWords(applied.length)} applied</span>
      {pending.length > 0 && (
        <strong>{numberInWords(pending.length)} pending</strong>
      )}
      {missing.length > 0 && (
        <strong>{numberInWords(missing.length)} missing</strong>
      )}
      {lock.state !== 'free' && <strong>lock {lock.state}</strong>}
    </span>
  );
}
