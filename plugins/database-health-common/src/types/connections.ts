import type { HistoryState } from './history';
import type { Sessions } from './sessions';
import type { Engine, Status } from './statuses';

/**
 * What several plugin databases may share, by what it says of itself: one server
 * has one `id`, by whichever address and pooler it is reached. `id` says nothing of
 * the host; `host` and `addresses` need the details permission.
 *
 * @public
 */
export interface Server {
  id: string;
  engine: Engine;
  version: string | null;
  status: Status;
  role: 'primary' | 'standby' | 'unknown';
  /**
   * Since when it has answered none of its plugin databases, ISO 8601 UTC: its role is
   * `unknown` then, and so are its connections. Absent while it answers one.
   */
  unreachableSince?: string;
  /** The address by which a plugin reaches it, without a pooler if one does. */
  host?: string;
  /** All addresses by which it is known, poolers in front of it included. */
  addresses?: string[];
  /** The plugins that reach it by a connection pooler; absent where none does. */
  pooler?: { pluginIds: string[] };
  /**
   * The certificate that it has shown, and ends first, ISO 8601 UTC; absent where it
   * has shown none. Names need the details permission.
   */
  certificate?: { validUntil: string; subject?: string; issuer?: string };
  /**
   * `null` where the engine has none, and where they are not known now: never
   * counted, or too long ago.
   */
  connections: {
    used: number;
    limit: number;
    reserved: number;
    /** When they were counted, ISO 8601 UTC. */
    readAt: string;
    /** In use by each plugin, `null` being everybody else; most first. */
    byPlugin?: { pluginId: string | null; used: number }[];
  } | null;
  budget: {
    /** Sum of the effective pool maximum over plugins and live replicas. */
    max: number;
    /** `limit − reserved`. */
    available: number;
    byPlugin: { pluginId: string; max: number; replicas: number }[];
  } | null;
  /**
   * `null` until they are read, and where the engine does not show them; absent
   * without the details permission.
   */
  sessions?: Sessions | null;
}

/**
 * One running backend process. `host` needs the details permission.
 *
 * @public
 */
export interface Replica {
  id: string;
  host?: string;
  startedAt: string;
  lastSeenAt: string;
  alive: boolean;
  version: string;
  /** That of each plugin in it. */
  pools: {
    pluginId: string;
    used: number;
    free: number;
    pending: number;
    max: number;
    /** Waits for a connection in the last five to ten minutes. */
    waitMs: { p50: number; p95: number; p99: number };
    /** How long the first of those that wait now has waited; 0 for none. */
    oldestWaitMs: number;
    /** Requests that got no connection in time, since the process started. */
    timeouts: number;
    /** Connections that could not be opened, since the process started. */
    createFailures: number;
    replicaId: string;
  }[];
}

/**
 * The answer of `GET /connections`.
 *
 * @public
 */
export interface ConnectionsReport {
  servers: Server[];
  /** The living first, then those that died in the last day. */
  replicas: Replica[];
  /** Replicas know each other by the store; without it there is this one only. */
  history: HistoryState;
}
