import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Overview,
  StorageReport,
} from 'backstage-plugin-database-health-common';
import { FilterChips } from '../tables/FilterChips';
import { usePageLinks } from '../frame/PagePath';
import { SearchBar, searchParameter } from '../tables/SearchBar';
import { useUrlList, useUrlValue } from '../frame/useUrlList';
import { IndexList } from '../relations/IndexList';
import { KindToggle, useRelationKind } from '../relations/KindToggle';
import { indexRows, searchRows, TableRow, tableRows } from '../relations/rows';
import { TableList } from '../relations/TableList';
import { Breakable } from '../signs/Breakable';
import { countInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(2) },
}));

/** So many plugins are offered as filters; the search finds all. */
const pluginsOffered = 8;

/** The largest tables and indexes of all plugin databases. */
export function LargestRelations(props: {
  overview: Overview;
  storage: StorageReport;
}) {
  const { overview, storage } = props;
  const classes = useStyles();
  const kind = useRelationKind();
  const [text = ''] = useUrlValue(searchParameter);
  const [plugins, setPlugins] = useUrlList('plugin');
  const known = overview.databases.flatMap(database => {
    const stored = storage.databases.find(
      ({ databaseId }) => databaseId === database.id,
    );
    return stored ? [{ database, stored }] : [];
  });
  const tables = known.flatMap(({ database, stored }) =>
    tableRows(database, stored.tables),
  );
  const indexes = known.flatMap(({ database, stored }) =>
    indexRows(database, stored.indexes),
  );
  const all = kind === 'tables' ? tables : indexes;
  const ofPlugin = <Row extends { database: { pluginId: string } }>(
    rows: readonly Row[],
  ) =>
    rows.filter(
      ({ database }) =>
        plugins.length === 0 || plugins.includes(database.pluginId),
    );
  const unread = known.filter(({ stored }) => stored[kind] === null).length;
  const shownTables = searchRows(ofPlugin(tables), text);
  const shownIndexes = searchRows(ofPlugin(indexes), text);
  const count = kind === 'tables' ? shownTables.length : shownIndexes.length;
  return (
    <Paper>
      <SearchBar
        label="Search for a table, an index or a plugin"
        placeholder="Table, index or plugin"
        before={<KindToggle />}
      >
        <FilterChips
          label="Plugin"
          selected={plugins}
          onChange={setPlugins}
          options={pluginsIn(all, plugins)}
        />
      </SearchBar>
      {count === 0 && (
        <Typography variant="body2" className={classes.none}>
          {all.length === 0
            ? `No ${kind} have been read yet.`
            : `None of the ${kind} pass these filters.`}
        </Typography>
      )}
      {count > 0 && kind === 'tables' && (
        <TableList
          label="The largest tables"
          rows={shownTables}
          nameOf={row => <TableLink row={row} />}
          withPlugin
        />
      )}
      {count > 0 && kind === 'indexes' && (
        <IndexList label="The largest indexes" rows={shownIndexes} withPlugin />
      )}
      {unread > 0 && all.length > 0 && (
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.none}
        >
          The {kind} of {countInWords(unread, 'database')} were not read.
        </Typography>
      )}
    </Paper>
  );
}

function TableLink(props: { row: TableRow }) {
  const { name, database } = props.row;
  const links = usePageLinks();
  return (
    <Link
      to={`${links.database(database.id)}?table=${encodeURIComponent(name)}`}
    >
      <Breakable name={name} />
    </Link>
  );
}

/** The plugins with the most rows' bytes, and those that are chosen. */
function pluginsIn(
  rows: readonly { bytes: number; database: { pluginId: string } }[],
  chosen: readonly string[],
) {
  const totals = new Map<string, { bytes: number; count: number }>();
  for (const { bytes, database } of rows) {
    const before = totals.get(database.pluginId) ?? { bytes: 0, count: 0 };
    totals.set(database.pluginId, {
      bytes: before.bytes + bytes,
      count: before.count + 1,
    });
  }
  return [...totals]
    .sort((a, b) => b[1].bytes - a[1].bytes)
    .filter(
      ([plugin], place) => place < pluginsOffered || chosen.includes(plugin),
    )
    .map(([plugin, { count }]) => ({ value: plugin, text: plugin, count }));
}
