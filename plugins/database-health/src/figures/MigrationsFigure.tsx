import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { countInWords, numberInWords } from '../words/counts';
import { Figure } from './Figure';

const useStyles = makeStyles(theme => ({
  counts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, max-content))',
    gap: theme.spacing(0.25, 2),
    [theme.breakpoints.down('md')]: { columnGap: theme.spacing(1) },
    listStyle: 'none',
    margin: 0,
    padding: 0,
    fontVariantNumeric: 'tabular-nums',
    '& strong': { color: theme.palette.text.primary },
  },
}));

/** How many migrations the ledgers of all plugin databases tell of. */
export function MigrationsFigure(props: { overview: Overview }) {
  const { summary, databases } = props.overview;
  const { ledgers, applied, pending, missing, locked } = summary.migrations;
  const classes = useStyles();
  const known = databases.some(({ migrations }) => migrations !== null);
  const exceptions: [string, number][] = [
    ['pending', pending],
    ['missing', missing],
    ['locked', locked],
  ];
  return (
    <Figure
      label="Migrations"
      value={known ? numberInWords(applied) : undefined}
      unit="applied"
      missing="Not read yet"
    >
      {known && (
        <ul className={classes.counts}>
          <li>in {countInWords(ledgers, 'ledger')}</li>
          {exceptions.map(([name, count]) => (
            <li key={name}>
              {count === 0 ? count : <strong>{numberInWords(count)}</strong>}{' '}
              {name}
            </li>
          ))}
        </ul>
      )}
    </Figure>
  );
}
