import type {
  CheckCatalogue,
  ConnectionsReport,
  DatabaseDetail,
  HistoryReport,
  Incidents,
  Migrations,
  Overview,
  RollbackTarget,
  StorageReport,
  Transitions,
} from './types';

/**
 * The HTTP contract as functions. Each rejects with a `ResponseError` where
 * the backend refuses: status 401 without a caller, 403 without the permission,
 * 400 for what is not allowed, 503 while the permission service does not answer;
 * and with the network's error where the backend does not answer.
 *
 * `since` is the start of a time that ends now: an ISO 8601 duration (`P30D`), or a
 * time.
 *
 * @public
 */
export interface DatabaseHealthApi {
  /** Everything at a glance: plugin databases, servers and findings. */
  getOverview(options?: RequestOptions): Promise<Overview>;
  /** One plugin database; rejects with status 404 where none has that id. */
  getDatabase(id: string, options?: RequestOptions): Promise<DatabaseDetail>;
  /**
   * A number over 30 days, unless `since` is given. Rejects with status 404 where
   * no plugin database has that id, or `object` no history.
   */
  getHistory(
    id: string,
    options: RequestOptions & {
      metric: HistoryReport['metric'];
      /** A table of which the size is wanted. */
      object?: string;
      since?: string;
    },
  ): Promise<HistoryReport>;
  /** What fills each plugin database; its size of 90 days, unless `since` is given. */
  getStorage(
    options?: RequestOptions & { since?: string },
  ): Promise<StorageReport>;
  /** Changes of status of 30 days, unless `since` is given. */
  getTransitions(
    options?: RequestOptions & { since?: string },
  ): Promise<Transitions>;
  /** Incidents that were open in the last 30 days, unless `since` is given. */
  getIncidents(
    options?: RequestOptions & { since?: string },
  ): Promise<Incidents>;
  /** Connections of each server, and the pools of each replica. */
  getConnections(options?: RequestOptions): Promise<ConnectionsReport>;
  /**
   * Every ledger, and whether one may roll back to `target`, or else to the last
   * different version.
   */
  getMigrations(
    options?: RequestOptions & { target?: RollbackTarget },
  ): Promise<Migrations>;
  /** Every check that is switched on, by id. */
  getChecks(options?: RequestOptions): Promise<CheckCatalogue>;
  /** Asks for a survey and returns at once; at most one every 10 s, else 429. */
  refresh(options?: RequestOptions): Promise<{ requestedAt: string }>;
  /**
   * Sets a finding aside: it is still shown, but counts nowhere. One that was
   * dismissed before gets the new reason and end. Rejects with status 404 where no
   * finding has that key now, 409 where there are too many dismissals, and 503
   * where the store does not take it.
   */
  dismissFinding(
    key: string,
    dismissal: Dismissal,
    options?: RequestOptions,
  ): Promise<void>;
  /** Lets a finding count again; rejects with status 503 as above. */
  restoreFinding(key: string, options?: RequestOptions): Promise<void>;
  /**
   * Plans a time in which nobody is told of incidents, in place of the one that was
   * planned by this id, which has up to 120 characters. Rejects with status 409 where
   * there are too many of them, and 503 where the store does not take it.
   */
  setSilence(
    id: string,
    silence: {
      /** 1 to 1000 characters. */
      reason: string;
      /** ISO 8601; now where it is absent. */
      startsAt?: string;
      /** A time to come, ISO 8601, at most 7 days after the start. */
      endsAt: string;
      /** Only of the databases of these plugins; of all, and of servers, if absent. */
      plugins?: string[];
    },
    options?: RequestOptions,
  ): Promise<void>;
  /**
   * Ends now what was planned by this id, or calls it off. Those of the configuration
   * stay. Rejects with status 503 as above.
   */
  endSilence(id: string, options?: RequestOptions): Promise<void>;
}

/**
 * Why a finding is set aside, and until when.
 *
 * @public
 */
export interface Dismissal {
  /** 1 to 1000 characters. */
  reason: string;
  /** A time to come, ISO 8601 UTC; absent where it has no end. */
  until?: string;
}

/**
 * What every call of the client takes.
 *
 * @public
 */
export interface RequestOptions {
  signal?: AbortSignal;
}
