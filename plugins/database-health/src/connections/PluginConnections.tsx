import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { Server } from 'backstage-plugin-database-health-common';
import { DataTable } from '../tables/DataTable';
import { usePageLinks } from '../frame/PagePath';
import { numberInWords } from '../words/counts';

const useStyles = makeStyles({
  // Numbers too far from their names are hard to follow.
  table: { maxWidth: 640 },
});

interface PluginRow {
  pluginId: string | null;
  used: number | null;
  budgets: { max: number; replicas: number }[];
  together: number;
}

/** By plugin: what is open now, and what its pools may open together. */
export function PluginConnections(props: { server: Server }) {
  const { server } = props;
  const classes = useStyles();
  const links = usePageLinks();
  const rows = rowsOf(server);
  return (
    <div className={classes.table}>
      <DataTable
        whole
        label={`Connections of ${server.host ?? server.id} by plugin`}
        data={{
          columns: ['Plugin', 'In use', 'Pool × replicas', 'Together'],
          rows: rows.map(({ pluginId, used, budgets, together }) => [
            pluginId === null ? (
              'Others, and unnamed connections'
            ) : (
              <Link to={links.database(pluginId)}>{pluginId}</Link>
            ),
            used === null ? '–' : numberInWords(used),
            budgets
              .map(({ max, replicas }) => `${max} × ${replicas}`)
              .join(' + ') || '–',
            budgets.length > 0 ? numberInWords(together) : '–',
          ]),
        }}
      />
    </div>
  );
}

/** Those that hold or may open most first, others last. */
function rowsOf({ connections, budget }: Server): PluginRow[] {
  const ids = new Set([
    ...(connections?.byPlugin ?? []).map(({ pluginId }) => pluginId),
    ...(budget?.byPlugin ?? []).map(({ pluginId }) => pluginId),
  ]);
  return [...ids]
    .map(pluginId => {
      const budgets = (budget?.byPlugin ?? []).filter(
        each => each.pluginId === pluginId,
      );
      return {
        pluginId,
        used: connections?.byPlugin
          ? connections.byPlugin.find(each => each.pluginId === pluginId)
              ?.used ?? 0
          : null,
        budgets,
        together: budgets.reduce(
          (sum, { max, replicas }) => sum + max * replicas,
          0,
        ),
      };
    })
    .sort(
      (a, b) =>
        Number(a.pluginId === null) - Number(b.pluginId === null) ||
        (b.used ?? 0) - (a.used ?? 0) ||
        b.together - a.together ||
        String(a.pluginId).localeCompare(String(b.pluginId)),
    );
}
