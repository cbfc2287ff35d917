import { FoundList } from '../tables/FoundList';
import { searchParameter } from '../tables/SearchBar';
import { sortRows, useOrder } from '../tables/order';
import { useUrlList, useUrlValue } from '../frame/useUrlList';
import type { TabProps } from '../frame/tab';
import { DatabaseTable } from './DatabaseTable';
import { FilterBar } from './FilterBar';
import { filterDatabases } from './filters';
import { columns, defaultOrder } from './columns';

/** Every plugin database, to be searched, filtered and sorted. */
export function DatabasesList({ overview }: TabProps) {
  const [text = ''] = useUrlValue(searchParameter);
  const [statuses] = useUrlList('status');
  const [engines] = useUrlList('engine');
  const [servers] = useUrlList('server');
  const [order, setOrder] = useOrder('sort', columns, defaultOrder);
  const all = overview.databases;
  const shown = sortRows(
    filterDatabases(all, { text, statuses, engines, servers }),
    columns,
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
      <DatabaseTable databases={shown} order={order} onSort={setOrder} />
    </FoundList>
  );
}
