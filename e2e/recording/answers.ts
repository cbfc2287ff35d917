import type { Overview } from 'backstage-plugin-database-health-common';
import type { Recording } from '../../plugins/database-health/src/fixtures/recorded/recording';
import { waitUntil } from '../../scripts/readiness';
import { guestToken } from '../portal';
import { callApi } from '../survey';
import type { RunningPortal } from '../startPortal';

const stateTimeoutMs = 240_000;

/** Whether all that is found, but notes, belongs to incidents. */
export function areTold({ findings, incidents }: Overview): boolean {
  const told = new Set(incidents.flatMap(incident => incident.findings));
  return findings.every(
    ({ key, severity }) => severity === 'info' || told.has(key),
  );
}

/** Reads what the backend answers an admin, who signed in before anything was wrong. */
export class Answers {
  readonly #portal: RunningPortal;
  readonly #token: string;

  private constructor(portal: RunningPortal, token: string) {
    this.#portal = portal;
    this.#token = token;
  }

  static async of(portal: RunningPortal): Promise<Answers> {
    return new Answers(portal, await guestToken(portal));
  }

  async read<T>(path: string): Promise<T> {
    const response = await callApi(this.#portal, path, { token: this.#token });
    if (!response.ok) {
      throw new Error(`${path} answered ${response.status}`);
    }
    return response.json();
  }

  /** Waits for an overview of which something holds; throws with what it is like else. */
  async until(
    what: string,
    holds: (overview: Overview) => boolean,
  ): Promise<void> {
    let last: Overview | undefined;
    const held = await waitUntil(
      async () => {
        last = await this.read<Overview>('/overview');
        return holds(last);
      },
      { timeoutMs: stateTimeoutMs },
    );
    if (!held) {
      throw new Error(
        `Not within ${stateTimeoutMs} ms: ${what}. ${
          last?.summary.sentence
        } ${last?.findings.map(({ key }) => key).join(', ')}`,
      );
    }
  }

  /** The whole state, with the details of these databases or of all. */
  async all(databaseIds?: readonly string[]): Promise<Recording> {
    const overview = await this.read<Overview>('/overview');
    const ids = databaseIds ?? overview.databases.map(({ id }) => id);
    const databases = await Promise.all(
      ids.map(async id => [id, await this.read(`/databases/${id}`)] as const),
    );
    return {
      overview,
      databases: Object.fromEntries(databases) as Recording['databases'],
      migrations: await this.read('/migrations'),
      connections: await this.read('/connections'),
      storage: await this.read('/storage?since=P30D'),
      transitions: await this.read('/transitions?since=P30D'),
      incidents: await this.read('/incidents?since=P30D'),
    };
  }

  /** Asks the catalog for its entities, again and again, and waits for no answer. */
  askCatalog(times: number): () => void {
    const left = new AbortController();
    for (let time = 0; time < times; time += 1) {
      fetch(`${this.#portal.url}/api/catalog/entities`, {
        headers: { Authorization: `Bearer ${this.#token}` },
        signal: left.signal,
      }).catch(() => {}); // It hangs until we leave.
    }
    return () => left.abort();
  }
}
