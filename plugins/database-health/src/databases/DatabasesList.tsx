import { FoundList } from '../page/FoundList';
import { searchParameter } from '../page/SearchBar';
import { useUrlList, useUrlValue } from '../page/useUrlList';
import type { TabProps } from '../page/tab';
import { DatabaseTable } from './DatabaseTable';
import { FilterBar } from './FilterBar';
import { filterDatabases } from './filters';
import {
  defaultOrder,
  firstDirection,
  orderFromUrl,
  orderToUrl,
  sortDatabases,
} from './order';

/** Every plugin database, to be searched, filtered and sorted. */
export function DatabasesList({ overview }: TabProps) {
  const [text = ''] = useUrlValue(searchParameter);
  const [statuses] = useUrlList('status');
  const [engines] = useUrlList('engine');
  const [servers] = useUrlList('server');
  const [sort, setSort] = useUrlValue('sort');
  const order = orderFromUrl(sort);
  const all = overview.databases;
  const shown = sortDatabases(
    filterDatabases(all, { text, statuses, engines, servers }),
    order,
  );

  return (
    <FoundList
      filters={<FilterBar overview={overview} />}
      parameters={[searchParameter, 'status', 'engine', 'server']}
      noun="database"
      found={shown.length}
      all={all.length}
      empty="No plugin database is known."
    >
      <DatabaseTable
        databases={shown}
        order={order}
        onSort={column => {
          const next =
            column === order.column
              ? {
                  column,
                  direction:
                    order.direction === 'asc'
                      ? ('desc' as const)
                      : ('asc' as const),
                }
              : { column, direction: firstDirection(column) };
          const url = orderToUrl(next);
          setSort(url === orderToUrl(defaultOrder) ? undefined : url);
        }}
      />
    </FoundList>
  );
}
