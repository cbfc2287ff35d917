import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import {
  Finding,
  Ledger,
  qualifiedName,
} from 'backstage-plugin-database-health-common';
import { memo } from 'react';
import { isStanding } from '../findings/dismissal/standing';
import { useElementId } from '../signs/useElementId';
import { Arrow } from '../signs/Arrow';
import { Breakable } from '../signs/Breakable';
import { Isolated } from '../signs/Isolated';
import { monospace } from '../signs/monospace';
import { ToneSign } from '../signs/ToneSign';
import { ledgerStateNames, Tone } from '../words/names';
import { hoverGround } from '../signs/hoverGround';
import { findingsOf, ledgerAddress } from './findingsOf';
import { LedgerBody } from './LedgerBody';
import { LedgerCounts } from './LedgerCounts';

const useStyles = makeStyles(theme => ({
  row: { '& + &': { borderTop: `1px solid ${theme.palette.divider}` } },
  head: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: '205px minmax(0, 1fr) max-content 24px',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1, 1.5),
    textAlign: 'left',
    fontSize: 14,
    '&:hover': { backgroundColor: hoverGround(theme) },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr) 24px',
      '& > :nth-child(2)': { gridRow: 2 },
      '& > :nth-child(3)': { gridRow: 3 },
    },
  },
  table: { fontFamily: monospace, fontSize: 13, overflowWrap: 'anywhere' },
  foundBy: { display: 'block', color: theme.palette.text.secondary },
}));

function Row(props: {
  ledger: Ledger;
  /** Of the whole picture. */
  findings: readonly Finding[];
  /** The name by which the reader found it, where he searched for one. */
  foundBy?: string;
  /** Where its lines are to be run. */
  databaseName?: string;
  open: boolean;
  /** Called with the address of the ledger. */
  onToggle: (address: string) => void;
}) {
  const { ledger, foundBy, databaseName, open, onToggle } = props;
  const classes = useStyles();
  const bodyId = useElementId();
  const findings = findingsOf(ledger, props.findings);
  return (
    <li className={classes.row}>
      <ButtonBase
        className={classes.head}
        // Of hundreds of rows it is what costs most to render.
        disableRipple
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => onToggle(ledgerAddress(ledger))}
      >
        <ToneSign tone={toneOf(ledger, findings)}>
          {ledgerStateNames[ledger.state]}
        </ToneSign>
        <span className={classes.table}>
          <Breakable
            name={qualifiedName({ schema: ledger.schema, name: ledger.table })}
          />
          {foundBy !== undefined && (
            <span className={classes.foundBy}>
              has <Isolated text={foundBy} />
            </span>
          )}
        </span>
        <LedgerCounts ledger={ledger} />
        <Arrow open={open} />
      </ButtonBase>
      <div id={bodyId}>
        {open && (
          <LedgerBody
            ledger={ledger}
            findings={findings}
            databaseName={databaseName}
          />
        )}
      </div>
    </li>
  );
}

/** One ledger in one line; it opens to its migrations. */
export const LedgerRow = memo(Row);

/** What the checks said of it; a ledger that nobody judged is not ok. */
function toneOf(ledger: Ledger, findings: readonly Finding[]): Tone {
  const upToDate = ledger.state === 'up-to-date';
  const [worst] = findings.filter(isStanding);
  if (worst && !(upToDate && worst.severity === 'info')) {
    return worst.severity;
  }
  if (upToDate) {
    return 'ok';
  }
  // Somebody judged it, if only to let it be.
  return findings.length > 0 ? 'info' : 'unknown';
}
