import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Ledger,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useDeferredValue, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { searchParameter } from '../page/SearchBar';
import { useUrlList, useUrlValue } from '../page/useUrlList';
import { countInWords, numberInWords } from '../words/counts';
import { Gradual } from './Gradual';
import { LedgerFilters, stateParameter } from './LedgerFilters';
import { LedgerGroup } from './LedgerGroup';
import { type FoundLedger, searchable, searchLedgers } from './search';

const useStyles = makeStyles(theme => ({
  filters: { marginTop: theme.spacing(2) },
  count: { padding: theme.spacing(1, 1.5) },
  none: { padding: theme.spacing(0, 1.5, 1.5) },
}));

/** Ledgers by plugin, to be searched and filtered, in the order of the databases. */
export function LedgerGroups(props: {
  ledgers: readonly Ledger[];
  overview: Overview;
}) {
  const { ledgers, overview } = props;
  const { databases, findings } = overview;
  const classes = useStyles();
  const [, setSearch] = useSearchParams();
  const [text = ''] = useUrlValue(searchParameter);
  const [states] = useUrlList(stateParameter);
  const prepared = useMemo(() => searchable(ledgers), [ledgers]);
  // What is typed is shown at once, and what it finds when there is time.
  const filter = useDeferredValue(JSON.stringify([text, ...states]));
  const found = useMemo(() => {
    const [wanted, ...wantedStates]: string[] = JSON.parse(filter);
    return searchLedgers(prepared, { text: wanted, states: wantedStates });
  }, [prepared, filter]);
  const byDatabase = useMemo(() => groupByDatabase(found), [found]);
  const clear = () =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        after.delete(searchParameter);
        after.delete(stateParameter);
        return after;
      },
      { replace: true },
    );
  return (
    <>
      <Paper className={classes.filters}>
        <LedgerFilters ledgers={ledgers} />
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.count}
          role="status"
        >
          {found.length === ledgers.length
            ? countInWords(ledgers.length, 'ledger')
            : `${numberInWords(found.length)} of ${countInWords(
                ledgers.length,
                'ledger',
              )}`}
        </Typography>
        {found.length === 0 && (
          <div className={classes.none}>
            <Typography variant="body2" gutterBottom>
              {ledgers.length === 0
                ? 'No ledger has been read yet.'
                : 'No ledger passes these filters.'}
            </Typography>
            {ledgers.length > 0 && (
              <Button size="small" variant="outlined" onClick={clear}>
                Clear the filters
              </Button>
            )}
          </div>
        )}
      </Paper>
      {/* Whoever looks for something else begins at the top again. */}
      <Gradual
        key={filter}
        items={inOrderOf(databases, byDatabase)}
        noun="plugin"
      >
        {id => {
          const database = databases.find(each => each.id === id);
          return (
            <LedgerGroup
              key={id}
              databaseId={id}
              status={database?.status}
              databaseName={database?.name}
              found={byDatabase.get(id)!}
              findings={findings}
            />
          );
        }}
      </Gradual>
    </>
  );
}

function groupByDatabase(
  found: readonly FoundLedger[],
): Map<string, FoundLedger[]> {
  const groups = new Map<string, FoundLedger[]>();
  for (const each of found) {
    const { databaseId } = each.ledger;
    groups.set(databaseId, [...(groups.get(databaseId) ?? []), each]);
  }
  return groups;
}

/** The worst database first; then those that the picture does not have. */
function inOrderOf(
  databases: readonly Database[],
  groups: ReadonlyMap<string, unknown>,
): string[] {
  const ids = new Set([...databases.map(({ id }) => id), ...groups.keys()]);
  return [...ids].filter(id => groups.has(id));
}
