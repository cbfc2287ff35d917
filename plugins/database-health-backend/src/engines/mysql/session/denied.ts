import type { Query } from 'backstage-plugin-database-health-node';

const shown = `
  select count(*) as tables
  from information_schema.tables
  where table_schema = 'mysql'
    and table_name in ('innodb_table_stats', 'innodb_index_stats')`;

/**
 * What `read` resolves to; `null` where the role may not read the statistics that
 * InnoDB keeps. The server lists a table only to those who have a right on it, so what
 * it would refuse is not even tried.
 */
export async function unlessDenied<T>(
  query: Query,
  read: () => Promise<T>,
): Promise<T | null> {
  const [{ tables }] = await query<{ tables: unknown }>(shown);
  if (Number(tables) < 2) {
    return null;
  }
  try {
    return await read();
  } catch (error) {
    // Another right than to read it.
    if ((error as { code?: unknown }).code === 'ER_TABLEACCESS_DENIED_ERROR') {
      return null;
    }
    throw error;
  }
}
