import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Ledger } from 'backstage-plugin-database-health-common';
import { LedgerRow } from './LedgerRow';
import { findingsOf } from './findingsOf';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  none: { padding: theme.spacing(2) },
}));

/** The ledgers of one plugin database; `null` where they were not read. */
export function LedgerList(props: {
  ledgers: readonly Ledger[] | null;
  /** Where the ledgers' tones come from. */
  findings: readonly Finding[];
}) {
  const { ledgers, findings } = props;
  const classes = useStyles();
  if (!ledgers || ledgers.length === 0) {
    return (
      <Paper className={classes.none}>
        <Typography variant="body2">
          {ledgers
            ? 'This database has no ledger.'
            : 'The ledgers were not read yet.'}
        </Typography>
      </Paper>
    );
  }
  return (
    <Paper>
      <ul className={classes.list}>
        {ledgers.map(ledger => (
          <LedgerRow
            key={`${ledger.schema ?? ''}.${ledger.table}`}
            ledger={ledger}
            findings={findingsOf(ledger, findings)}
          />
        ))}
      </ul>
    </Paper>
  );
}
