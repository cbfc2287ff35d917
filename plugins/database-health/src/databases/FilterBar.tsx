import {
  Engine,
  Overview,
  statusOrder,
  engineData,
} from 'backstage-plugin-database-health-common';
import { SearchBar } from '../tables/SearchBar';
import { useUrlList } from '../frame/useUrlList';
import { toneNames } from '../words/names';
import { FilterChips } from '../tables/FilterChips';

/** Search and filters; they live in the URL. */
export function FilterBar(props: { overview: Overview }) {
  const { databases, summary, servers } = props.overview;
  const [statuses, setStatuses] = useUrlList('status');
  const [engines, setEngines] = useUrlList('engine');
  const [serverIds, setServerIds] = useUrlList('server');
  const presentEngines = [...new Set(databases.map(({ engine }) => engine))];
  const on = <K extends 'engine' | 'serverId'>(key: K, value: string) =>
    databases.filter(database => database[key] === value).length;

  return (
    <SearchBar
      label="Search for a plugin or database"
      placeholder="Plugin or database"
    >
      <FilterChips
        label="Status"
        selected={statuses}
        onChange={setStatuses}
        options={statusOrder
          .filter(
            status =>
              summary.databases[status] > 0 || statuses.includes(status),
          )
          .map(status => ({
            value: status,
            text: toneNames[status],
            count: summary.databases[status],
            tone: status,
          }))}
      />
      <FilterChips
        label="Engine"
        selected={engines}
        onChange={setEngines}
        options={presentEngines.map((engine: Engine) => ({
          value: engine,
          text: engineData[engine].title,
          count: on('engine', engine),
        }))}
      />
      <FilterChips
        label="Server"
        selected={serverIds}
        onChange={setServerIds}
        options={servers.map(({ id, host }) => ({
          value: id,
          text: host ?? id,
          count: on('serverId', id),
        }))}
      />
    </SearchBar>
  );
}
