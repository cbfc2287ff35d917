import type {
  Connections,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';

/**
 * A role without `pg_monitor` sees the rows of other roles with
 * `backend_type` null. Autovacuum workers have no user; other background
 * workers count as clients only where the role may not tell them apart.
 *
 * `reserved_connections` came with PostgreSQL 16.
 *
 * @internal
 */
export async function readConnections(
  db: ObservedDatabase,
): Promise<Connections> {
  const [row] = await db.read(query =>
    query<{ used: number; limit: number; reserved: number }>(`
      select
        (
          select count(*)::int
          from pg_stat_activity
          where datid is not null
            and usesysid is not null
            and coalesce(backend_type, 'client backend') = 'client backend'
        ) as used,
        current_setting('max_connections')::int as limit,
        current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true)::int, 0)
          as reserved`),
  );
  return { used: row.used, limit: row.limit, reserved: row.reserved };
}
