import type { HistoryReport, HistoryState } from './history';
import type { Index, Table } from './relations';

/**
 * The answer of `GET /storage`: what fills each plugin database, and how big it
 * was in bytes.
 *
 * @public
 */
export interface StorageReport {
  generatedAt: string;
  /** Start of the points, ISO 8601 UTC. */
  since: string;
  databases: {
    databaseId: string;
    /** At most 100, oldest first. */
    points: HistoryReport['points'];
    /** The largest 20; `null` where they were not read. */
    tables: Table[] | null;
    /** The largest 20; `null` where they were not read. */
    indexes: Index[] | null;
  }[];
  history: HistoryState;
}
