import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Ledger,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { usePageLinks } from '../page/PagePath';
import { searchParameter } from '../page/SearchBar';
import { Section } from '../page/Section';
import { useUrlList, useUrlValue } from '../page/useUrlList';
import { ToneSign } from '../signs/ToneSign';
import { countInWords, numberInWords } from '../words/counts';
import { Gradual } from './Gradual';
import { LedgerFilters, stateParameter } from './LedgerFilters';
import { LedgerList } from './LedgerList';
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
  const links = usePageLinks();
  const [, setSearch] = useSearchParams();
  const [text = ''] = useUrlValue(searchParameter);
  const [states] = useUrlList(stateParameter);
  const prepared = useMemo(
    () =>
      searchable(
        ledgers,
        id => databases.find(database => database.id === id)?.pluginId,
      ),
    [ledgers, databases],
  );
  const found = searchLedgers(prepared, { text, states });
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
        key={[text, ...states].join()}
        items={groupByDatabase(databases, found)}
        noun="plugin"
      >
        {({ id, database, found: own }) => (
          <Section
            key={id}
            dense
            title={
              <Link to={links.database(id)}>{database?.pluginId ?? id}</Link>
            }
            aside={database && <ToneSign tone={database.status} />}
          >
            <LedgerList
              ledgers={own.map(({ ledger }) => ledger)}
              findings={findings}
              databaseName={database?.name}
              foundBy={foundByOf(own)}
            />
          </Section>
        )}
      </Gradual>
    </>
  );
}

interface Group {
  id: string;
  database?: Database;
  found: FoundLedger[];
}

function groupByDatabase(
  databases: readonly Database[],
  found: readonly FoundLedger[],
): Group[] {
  const groups = new Map<string, Group>(
    databases.map(database => [
      database.id,
      { id: database.id, database, found: [] },
    ]),
  );
  for (const each of found) {
    const id = each.ledger.databaseId;
    const group = groups.get(id) ?? { id, found: [] };
    group.found.push(each);
    groups.set(id, group);
  }
  return [...groups.values()].filter(group => group.found.length > 0);
}

function foundByOf(found: readonly FoundLedger[]): Map<Ledger, string> {
  return new Map(
    found.flatMap(({ ledger, foundBy }) =>
      foundBy === undefined ? [] : [[ledger, foundBy] as const],
    ),
  );
}
