import { ResponseError } from '@backstage/errors';
import {
  CheckCatalogue,
  ConnectionsReport,
  DatabaseDetail,
  HistoryReport,
  HistoryMetric,
  Migrations,
  Overview,
  RefreshAccepted,
  RollbackTarget,
  StorageReport,
  Transitions,
} from './types';

/**
 * The HTTP contract as functions. Each rejects with a `ResponseError` where
 * the backend refuses, and with the network's error where it does not answer.
 *
 * @public
 */
export interface DatabaseHealthApi {
  getOverview(options?: RequestOptions): Promise<Overview>;
  /** Rejects with status 404 where no plugin database has that id. */
  getDatabase(id: string, options?: RequestOptions): Promise<DatabaseDetail>;
  /** Rejects with status 404 where no plugin database has that id. */
  getHistory(
    id: string,
    options: RequestOptions & {
      metric: HistoryMetric;
      /** A table of which the size is wanted. */
      object?: string;
      since?: Since;
    },
  ): Promise<HistoryReport>;
  getStorage(
    options?: RequestOptions & { since?: Since },
  ): Promise<StorageReport>;
  getTransitions(
    options?: RequestOptions & { since?: Since },
  ): Promise<Transitions>;
  getConnections(options?: RequestOptions): Promise<ConnectionsReport>;
  getMigrations(
    options?: RequestOptions & { target?: RollbackTarget },
  ): Promise<Migrations>;
  /** Every check that is switched on, by id. */
  getChecks(options?: RequestOptions): Promise<CheckCatalogue>;
  /** Asks for a survey and returns at once; at most one every 10 s, else 429. */
  refresh(options?: RequestOptions): Promise<RefreshAccepted>;
  /**
   * Lets a finding be: it is still shown, but counts nowhere. Says anew who and
   * why where it was dismissed already. Rejects with status 404 where no
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
}

/**
 * Why a finding is let be, and until when.
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
 * The start of a time that ends now: an ISO 8601 duration (`P30D`), or a time.
 *
 * @public
 */
export type Since = string;

/**
 * What every call of the client takes.
 *
 * @public
 */
export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * A {@link DatabaseHealthApi} over HTTP. `fetch` must resolve
 * `plugin://database-health` addresses, as Backstage's fetch API does, unless
 * `baseUrl` says where the backend plugin is.
 *
 * @public
 */
export class DatabaseHealthClient implements DatabaseHealthApi {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: string;

  constructor(options: {
    fetchApi: { fetch: typeof fetch };
    baseUrl?: string;
  }) {
    this.#fetch = options.fetchApi.fetch;
    this.#baseUrl = options.baseUrl ?? 'plugin://database-health';
  }

  getOverview(options?: RequestOptions): Promise<Overview> {
    return this.#request('/overview', options);
  }

  getDatabase(id: string, options?: RequestOptions): Promise<DatabaseDetail> {
    return this.#request(`/databases/${encodeURIComponent(id)}`, options);
  }

  getHistory(
    id: string,
    {
      metric,
      object,
      since,
      ...options
    }: RequestOptions & {
      metric: HistoryMetric;
      object?: string;
      since?: Since;
    },
  ): Promise<HistoryReport> {
    return this.#request(
      `/databases/${encodeURIComponent(id)}/history${query({
        metric,
        object,
        since,
      })}`,
      options,
    );
  }

  getStorage({
    since,
    ...options
  }: RequestOptions & { since?: Since } = {}): Promise<StorageReport> {
    return this.#request(`/storage${query({ since })}`, options);
  }

  getTransitions({
    since,
    ...options
  }: RequestOptions & { since?: Since } = {}): Promise<Transitions> {
    return this.#request(`/transitions${query({ since })}`, options);
  }

  getConnections(options?: RequestOptions): Promise<ConnectionsReport> {
    return this.#request('/connections', options);
  }

  getMigrations({
    target,
    ...options
  }: RequestOptions & { target?: RollbackTarget } = {}): Promise<Migrations> {
    return this.#request(`/migrations${query({ ...target })}`, options);
  }

  getChecks(options?: RequestOptions): Promise<CheckCatalogue> {
    return this.#request('/checks', options);
  }

  refresh(options?: RequestOptions): Promise<RefreshAccepted> {
    return this.#request('/refresh', { ...options, method: 'POST' });
  }

  async dismissFinding(
    key: string,
    dismissal: Dismissal,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#send(dismissalPath(key), {
      ...options,
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(dismissal),
    });
  }

  async restoreFinding(key: string, options?: RequestOptions): Promise<void> {
    await this.#send(dismissalPath(key), { ...options, method: 'DELETE' });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.#send(path, init);
    return response.json();
  }

  async #send(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.#fetch(`${this.#baseUrl}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function dismissalPath(key: string): string {
  return `/dismissals/${encodeURIComponent(key)}`;
}

/** A query string of what is there. */
function query(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter(
    (each): each is [string, string] => each[1] !== undefined,
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
