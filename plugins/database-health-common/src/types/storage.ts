import type { HistoryPoint, HistoryState } from './history';
import type { Index, Table } from './relations';

/**
 * The answer of `GET /storage`: what fills each plugin database, and how it
 * came to be.
 *
 * @public
 */
export interface StorageReport {
  generatedAt: string;
  /** Start of the points, ISO 8601 UTC. */
  since: string;
  databases: StorageDatabase[];
  history: HistoryState;
}

/**
 * What fills one plugin database, and how big it was in bytes.
 *
 * @public
 */
export interface StorageDatabase {
  databaseId: string;
  /** At most 100, oldest first. */
  points: HistoryPoint[];
  /** The largest 20; `null` where they were not read. */
  tables: Table[] | null;
  /** The largest 20; `null` where they were not read. */
  indexes: Index[] | null;
}
