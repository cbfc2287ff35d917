import type { Query } from 'backstage-plugin-database-health-node';

/** Where InnoDB keeps its statistics. */
export const innodbStatistics: readonly string[] = [
  'mysql.innodb_table_stats',
  'mysql.innodb_index_stats',
];

const shown = `
  select count(*) as tables
  from information_schema.tables
  where table_schema = ?
    and table_name in (?)`;

/**
 * What `read` resolves to; `null` where the role may not read these tables of one
 * database of the server's own. The server lists a table only to those who have a
 * right on it, so what it would refuse is not even tried.
 */
export async function unlessDenied<T>(
  query: Query,
  tables: readonly string[],
  read: () => Promise<T>,
): Promise<T | null> {
  const names = tables.map(each => each.split('.'));
  const [{ tables: found }] = await query<{ tables: unknown }>(shown, [
    names[0][0],
    names.map(([, name]) => name),
  ]);
  if (Number(found) < tables.length) {
    return null;
  }
  return nullIfDenied(read);
}

/**
 * The same of any table that the server lists: the role may have another right on it
 * than to read it.
 */
export async function nullIfDenied<T>(
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ER_TABLEACCESS_DENIED_ERROR') {
      return null;
    }
    throw error;
  }
}
