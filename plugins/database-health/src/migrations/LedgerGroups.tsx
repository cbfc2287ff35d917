import type {
  Database,
  Ledger,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useMemo } from 'react';
import { useDeferredValue } from '../frame/concurrent';
import { FoundList } from '../tables/FoundList';
import { searchParameter } from '../tables/SearchBar';
import { useUrlList, useUrlValue } from '../frame/useUrlList';
import { Gradual } from './Gradual';
import { LedgerFilters, stateParameter } from './LedgerFilters';
import { LedgerGroup } from './LedgerGroup';
import { type FoundLedger, searchable, searchLedgers } from './search';

/** Ledgers by plugin, to be searched and filtered, in the order of the databases. */
export function LedgerGroups(props: {
  ledgers: readonly Ledger[];
  overview: Overview;
}) {
  const { ledgers, overview } = props;
  const { databases, findings } = overview;
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
  return (
    <>
      <FoundList
        filters={<LedgerFilters ledgers={ledgers} />}
        parameters={[searchParameter, stateParameter]}
        noun="ledger"
        found={found.length}
        all={ledgers.length}
        empty="No ledger has been read yet."
      />
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
