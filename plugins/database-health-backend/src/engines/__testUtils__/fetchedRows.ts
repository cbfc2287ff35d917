import type { Query } from 'backstage-plugin-database-health-node';
import type { EngineDatabase } from '../types';

/**
 * Lets a reader read as it does, and notes what it asked and how many rows each
 * statement fetched.
 */
export function notingRows(
  database: EngineDatabase,
  fetched: number[],
  asked: string[] = [],
): EngineDatabase {
  const noting =
    (query: Query): Query =>
    async (sql, parameters) => {
      asked.push(sql);
      const rows = await query(sql, parameters);
      fetched.push(rows.length);
      return rows as never;
    };
  return {
    observation: database.observation,
    read: work => database.read(query => work(noting(query))),
  };
}
