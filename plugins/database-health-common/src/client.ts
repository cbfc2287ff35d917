import { ResponseError } from '@backstage/errors';
import type { DatabaseHealthApi, Dismissal, RequestOptions } from './api';
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
      metric: HistoryReport['metric'];
      object?: string;
      since?: string;
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
  }: RequestOptions & { since?: string } = {}): Promise<StorageReport> {
    return this.#request(`/storage${query({ since })}`, options);
  }

  getTransitions({
    since,
    ...options
  }: RequestOptions & { since?: string } = {}): Promise<Transitions> {
    return this.#request(`/transitions${query({ since })}`, options);
  }

  getIncidents({
    since,
    ...options
  }: RequestOptions & { since?: string } = {}): Promise<Incidents> {
    return this.#request(`/incidents${query({ since })}`, options);
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

  refresh(options?: RequestOptions): Promise<{ requestedAt: string }> {
    return this.#request('/refresh', { ...options, method: 'POST' });
  }

  async dismissFinding(
    key: string,
    dismissal: Dismissal,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#put(dismissalPath(key), dismissal, options);
  }

  async restoreFinding(key: string, options?: RequestOptions): Promise<void> {
    await this.#send(dismissalPath(key), { ...options, method: 'DELETE' });
  }

  async setSilence(
    id: string,
    silence: Parameters<DatabaseHealthApi['setSilence']>[1],
    options?: RequestOptions,
  ): Promise<void> {
    await this.#put(silencePath(id), silence, options);
  }

  async endSilence(id: string, options?: RequestOptions): Promise<void> {
    await this.#send(silencePath(id), { ...options, method: 'DELETE' });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.#send(path, init);
    return response.json();
  }

  async #put(
    path: string,
    body: object,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#send(path, {
      ...options,
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
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

function silencePath(id: string): string {
  return `/silences/${encodeURIComponent(id)}`;
}

/** A query string of what is there. */
function query(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter(
    (each): each is [string, string] => each[1] !== undefined,
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
