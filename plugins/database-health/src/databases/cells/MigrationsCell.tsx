import { makeStyles } from '@material-ui/core/styles';
import { countInWords, numberInWords } from '../../words/counts';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';
import { Unread } from '../../signs/Unread';

const useStyles = makeStyles(theme => ({
  exception: { display: 'block', fontSize: 12, fontWeight: 600 },
  ledgers: {
    display: 'block',
    whiteSpace: 'nowrap',
    fontSize: 12,
    color: theme.palette.text.secondary,
  },
}));

/** Counts over all ledgers of the plugin database. */
export function MigrationsCell({ row: { migrations } }: CellProps<Database>) {
  const classes = useStyles();
  if (!migrations) {
    return <Unread />;
  }
  const { applied, ledgers, pending, missing, locked } = migrations;
  const exceptions = [
    pending > 0 && `${numberInWords(pending)} pending`,
    missing > 0 && `${numberInWords(missing)} missing`,
    locked > 0 && `${numberInWords(locked)} locked`,
  ].filter(Boolean);
  return (
    <>
      {numberInWords(applied)} applied
      {exceptions.length > 0 ? (
        <span className={classes.exception}>{exceptions.join(', ')}</span>
      ) : (
        <span className={classes.ledgers}>
          in {countInWords(ledgers, 'ledger')}
        </span>
      )}
    </>
  );
}
