import type { Status } from 'backstage-plugin-database-health-common';
import type { JudgedServer, Snapshot } from '../picture/types';
import type { StatusSubject, Transitions } from '../store';
import { oneAtATime } from '../oneAtATime';
import { JudgedStatus, statusesOfDatabase, statusesOfServer } from './statuses';

/** Changes that wait for the store; the oldest are given up (ours). */
const mostWaiting = 10_000;

/** Changes that the store takes at once. */
const batch = 200;

/**
 * What cannot be read for a shorter time is left out (ours): an outage begins
 * with it before `reachable` reports it, and ends with it.
 */
const leastUnknownMs = 30_000;

interface Waiting extends JudgedStatus {
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Hands the store each change of the status of what this process observes. What
 * happened while the store was down was seen, so it is handed over afterwards
 * with the time at which it was seen.
 */
export class StatusChanges {
  readonly #transitions: Pick<Transitions, 'note'>;
  readonly #now: () => number;
  /** The last status of each plugin database, server and check. */
  readonly #last = new Map<string, Status>();
  /** By plugin database or server: since when what of it is not known. */
  readonly #unknownSince = new Map<string, ReadonlyMap<string, number>>();
  #waiting: Waiting[] = [];

  constructor(options: {
    transitions: Pick<Transitions, 'note'>;
    now(): number;
  }) {
    this.#transitions = options.transitions;
    this.#now = options.now;
  }

  /** What only other replicas observe is theirs to record. */
  databaseJudged(snapshot: Snapshot): void {
    if (snapshot.observation) {
      this.#judged(
        keyOf({ databaseId: snapshot.database.pluginId }),
        statusesOfDatabase(snapshot),
      );
    }
  }

  serverJudged(server: JudgedServer): void {
    if (server.databases.some(({ observation }) => observation)) {
      this.#judged(keyOf({ serverId: server.id }), statusesOfServer(server));
    }
  }

  /** Hands the store what waits. Never rejects. */
  readonly flush = oneAtATime(async () => {
    while (this.#waiting.length > 0) {
      const some = this.#waiting.slice(0, batch);
      const now = this.#now();
      const taken = await this.#transitions.note(
        some.map(({ at, ...status }) => ({
          ...status,
          ageMs: Math.max(0, now - at),
        })),
      );
      if (!taken) {
        return;
      }
      const done = new Set(some);
      this.#waiting = this.#waiting.filter(each => !done.has(each));
    }
  });

  #judged(subject: string, statuses: readonly JudgedStatus[]): void {
    const now = this.#now();
    const before = this.#unknownSince.get(subject);
    const unknown = new Map<string, number>();
    this.#unknownSince.set(subject, unknown);
    const changed = statuses.flatMap(each => {
      const key = keyOf(each);
      let at = now;
      if (each.status === 'unknown') {
        // Not later than now, where the clock is put back meanwhile.
        at = Math.min(before?.get(key) ?? now, now);
        unknown.set(key, at);
        if (now - at < leastUnknownMs) {
          return [];
        }
      }
      const differs = this.#last.get(key) !== each.status;
      this.#last.set(key, each.status);
      return differs ? { ...each, at } : [];
    });
    if (changed.length > 0) {
      this.#waiting.push(...changed);
      this.#waiting.splice(0, this.#waiting.length - mostWaiting);
      void this.flush();
    }
  }
}

function keyOf({ databaseId, serverId, checkId }: StatusSubject): string {
  return [databaseId, serverId, checkId].join('\n');
}
