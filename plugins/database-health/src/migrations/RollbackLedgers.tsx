import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  qualifiedName,
  type Rollback,
} from 'backstage-plugin-database-health-common';
import { Breakable } from '../signs/Breakable';
import { CopyLine } from '../signs/CopyLine';
import { ToneSign } from '../signs/ToneSign';
import { countInWords } from '../words/counts';
import { NameList } from './NameList';

const useStyles = makeStyles(theme => ({
  ledgers: {
    display: 'grid',
    gap: theme.spacing(2),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    fontSize: 14,
  },
  lines: { marginTop: theme.spacing(1) },
}));

/** The ledgers that would be refused, with the lines that make them safe. */
export function RollbackLedgers(props: {
  ledgers: Readonly<Rollback['ledgers']>;
}) {
  const classes = useStyles();
  const unsafe = props.ledgers.filter(({ safe }) => !safe);
  const safe = props.ledgers.length - unsafe.length;
  return (
    <div>
      <ul className={classes.ledgers}>
        {unsafe.map(ledger => (
          <li key={`${ledger.databaseId}:${ledger.schema}:${ledger.table}`}>
            <div className={classes.head}>
              <ToneSign tone="warning">Not safe</ToneSign>
              <strong>{ledger.databaseId}</strong>
              <span>
                <Breakable
                  name={qualifiedName({
                    schema: ledger.schema,
                    name: ledger.table,
                  })}
                />
              </span>
            </div>
            <NameList
              component="h3"
              title="Rows that would have no file, the newest first"
              names={ledger.missing.map(name => ({ name }))}
            />
            {ledger.commands.length > 0 && (
              <div className={classes.lines}>
                <Typography variant="body2">
                  Back up the database, then undo them with the version that
                  runs now, before you go back:
                </Typography>
                <CopyLine
                  text={ledger.commands.join('\n')}
                  label={`Lines that undo the migrations of ${ledger.databaseId}`}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {safe > 0 && (
        <Typography variant="body2" className={classes.lines}>
          {countInWords(safe, 'other ledger')} would be accepted.
        </Typography>
      )}
    </div>
  );
}
