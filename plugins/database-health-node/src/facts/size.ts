import type { ReplicaTime } from './times';

/**
 * How big a plugin database is.
 *
 * @public
 */
export interface Size {
  bytes: number;
  approximate: boolean;
  /** Number of ordinary and partitioned tables. */
  tables: number;
  /** Of these bytes, those of whole pages that hold nothing any more. */
  freeBytes?: number;
  /** The write-ahead log beside the file, which `bytes` leaves out. */
  walBytes?: number;
}

/**
 * The file system on which a database file lies.
 *
 * @public
 */
export interface Disk {
  totalBytes: number;
  /** What an unprivileged process may still fill. */
  freeBytes: number;
}

/**
 * The file of a database that is one.
 *
 * @public
 */
export interface DatabaseFile {
  /** Whether it is still the one that is open, by its inode. */
  state: 'opened' | 'gone' | 'replaced';
  /** Whether its pages do not fit; absent where it is too large to look through. */
  damaged?: boolean;
}

/**
 * How big a plugin database may become: what the configuration grants it, or
 * what it has now and the free space of its disk.
 *
 * @public
 */
export interface SizeLimit {
  bytes: number;
  of: 'budget' | 'disk';
}

/**
 * One sample a day, oldest first, the newest being of today, at most 90.
 *
 * @public
 */
export interface SizeHistory {
  days: readonly SizeSample[];
}

/**
 * How big a plugin database was.
 *
 * @public
 */
export interface SizeSample {
  /** Epoch milliseconds. */
  at: ReplicaTime;
  bytes: number;
}

/**
 * How big all plugin databases of a server are together. One that several plugins
 * share counts once.
 *
 * @public
 */
export interface ServerSize {
  bytes: number;
  approximate: boolean;
  /** What the configuration grants them together; `null` where it does not. */
  budgetBytes: number | null;
  /** Sum of the trends; `null` while one of them is not known. */
  bytesPerDay: number | null;
}
