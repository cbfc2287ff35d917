import type { EngineDatabase } from '../../types';
import type { Connections, LimitedRole } from '../../../pure/facts';
import { isRoleOfPlugins, pluginOfSession } from '../session/pluginOfSession';
import {
  type ReadOnlyColumns,
  readOnlyOf,
  readOnlyOfServerColumns,
} from '../session/readOnly';
import { serverRun } from '../session/serverRun';

/** Plugins, and roles, that a reading tells apart (ours). */
const mostHolders = 100;

interface Row extends ReadOnlyColumns {
  used: number;
  byPlugin: { pluginId: string | null; used: number }[] | null;
  byLimitedRole: LimitedRole[] | null;
  limit: number;
  reserved: number;
  run: string;
}

/**
 * A role without `pg_monitor` sees the rows of other roles with
 * `backend_type` null. Autovacuum workers have no user; other background
 * workers count as clients only where the role may not tell them apart.
 *
 * Backstage gives each plugin's connections an application name, unless the
 * configuration gives another. `reserved_connections` came with PostgreSQL 16.
 * No limit of a role binds superusers. A role that is not surely one of plugins may
 * be one if it names a plugin in one of their databases: others may come to those,
 * too, and are no concern of the portal. Anybody may give a session any name, so of
 * names only those with the most connections are told.
 */
export async function readConnections(
  db: EngineDatabase,
  databases: readonly string[],
): Promise<Connections> {
  const [row] = await db.read(query =>
    query<Row>(
      `with clients as materialized (
        select
          ${pluginOfSession} as plugin,
          datname as database,
          usesysid as role
        from pg_stat_activity
        where datid is not null
          and usesysid is not null
          and coalesce(backend_type, 'client backend') = 'client backend'
      ),
      by_plugin as (
        select plugin, count(*)::int as used
        from clients
        group by plugin
        order by used desc, plugin
        limit ${mostHolders}
      ),
      by_limited_role as (
        select
          coalesce(
            (array_agg(distinct plugin) filter (where plugin is not null))[1:${mostHolders}],
            '{}'
          ) as plugins,
          count(*)::int as used,
          rolname as name,
          rolconnlimit as most,
          ${isRoleOfPlugins('r.oid')} as is_sure
        from clients
        join pg_roles r on r.oid = role
        where rolconnlimit >= 0 and not rolsuper
        group by r.oid, rolname, rolconnlimit
        having ${isRoleOfPlugins('r.oid')}
          or bool_or(plugin is not null and database = any ($1))
        order by count(*) - rolconnlimit desc, rolname
        limit ${mostHolders}
      )
      select
        (select count(*)::int from clients) as used,
        (
          select json_agg(
            json_build_object('pluginId', plugin, 'used', used)
            order by used desc, plugin
          )
          from by_plugin
        ) as "byPlugin",
        (
          select json_agg(
            json_strip_nulls(json_build_object(
              'name', name,
              'pluginIds', plugins,
              'used', used,
              'limit', most,
              'byName', case when not is_sure then true end
            ))
          )
          from by_limited_role
        ) as "byLimitedRole",
        current_setting('max_connections')::int as limit,
        current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true)::int, 0)
          as reserved,
        ${readOnlyOfServerColumns},
        ${serverRun} as run`,
      [databases],
    ),
  );
  const readOnly = readOnlyOf(row);
  return {
    used: row.used,
    limit: row.limit,
    reserved: row.reserved,
    run: row.run,
    ...(readOnly && { readOnly }),
    byPlugin: row.byPlugin ?? [],
    ...(row.byLimitedRole && { byLimitedRole: row.byLimitedRole }),
  };
}
