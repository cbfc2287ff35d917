import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Ledger } from 'backstage-plugin-database-health-common';
import { LedgerRow } from './LedgerRow';
import { ledgerAddress } from './findingsOf';
import { useOpenLedgers } from './useOpenLedgers';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  none: { padding: theme.spacing(2) },
}));

/** The ledgers of one plugin database; `null` where they were not read. */
export function LedgerList(props: {
  ledgers: readonly Ledger[] | null;
  /** Where the ledgers' tones come from. */
  findings: readonly Finding[];
  /** Where the lines that mend them are to be run. */
  databaseName?: string;
  /** The migration by which the reader found a ledger. */
  foundBy?: ReadonlyMap<Ledger, string>;
}) {
  const { ledgers, findings, databaseName, foundBy } = props;
  const classes = useStyles();
  const [openLedgers, toggle] = useOpenLedgers();
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
            key={ledgerAddress(ledger)}
            ledger={ledger}
            findings={findings}
            databaseName={databaseName}
            foundBy={foundBy?.get(ledger)}
            open={openLedgers.includes(ledgerAddress(ledger))}
            onToggle={toggle}
          />
        ))}
      </ul>
    </Paper>
  );
}
