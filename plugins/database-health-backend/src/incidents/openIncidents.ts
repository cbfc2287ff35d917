import type { Incident } from 'backstage-plugin-database-health-common';
import type { JudgedServer } from '../picture/types';
import type { IncidentState, SeenIncident } from '../store';
import { isAftermath, PastCauses } from './aftermath';
import { Agreement } from './agreement';
import { Beginnings, type Lasting } from './beginnings';
import {
  type Explanations,
  subjectsOf,
  type Trouble,
  troublesOf,
} from './causes';
import { goOn, isOf } from './goOn';
import type { IncidentNews } from './knownIncident';
import { KnownIncidents } from './knownIncidents';
import { incidentId, subjectKey } from './names';
import type { Looks } from './streak';

export interface OpenIncidentsOptions {
  readonly explanations: Explanations;
  readonly openAfterMs: number;
  readonly closeAfterMs: number;
  now(): number;
}

/**
 * The incidents that are open: it opens and closes them by what is judged here, and
 * takes over what the store says that all replicas agree on.
 */
export class OpenIncidents {
  readonly #options: OpenIncidentsOptions;
  /**
   * What was the cause of an incident that ended lately, and what would have explained
   * all but was over before it became one.
   */
  readonly #pastCauses = new PastCauses();
  readonly #beginnings: Beginnings;
  readonly #known: KnownIncidents;
  readonly #agreement: Agreement;

  constructor(options: OpenIncidentsOptions) {
    this.#options = options;
    const pastCauses = this.#pastCauses;
    this.#beginnings = new Beginnings({ ...options, pastCauses });
    this.#known = new KnownIncidents({ ...options, pastCauses });
    this.#agreement = new Agreement(this.#known, options.now);
  }

  /** Worst first, then by age. */
  list(): Incident[] {
    return this.#known.list();
  }

  has(id: string): boolean {
    return this.#known.get(id) !== undefined;
  }

  /** Those of which it knows that were open at some time since then, newest first. */
  since(sinceMs: number): Incident[] {
    return this.#known.since(sinceMs);
  }

  /**
   * Takes in how a server and its plugin databases were judged. Says whether the store
   * should hear of it now: something began, or is over.
   */
  judged(server: JudgedServer): boolean {
    const { explanations } = this.#options;
    const troubles = troublesOf(server, explanations);
    // While it is not known whether what explains all is there, nothing of what it
    // would explain begins.
    const mayBeExplained = server.results.some(
      ({ checkId, status, notReadYet }) =>
        status === 'unknown' &&
        !notReadYet &&
        explanations.explainsAll(checkId),
    );
    let hasChanged = false;
    for (const { subject, judged } of subjectsOf(server)) {
      const looks = looksOf(server, subject);
      for (const known of this.#known.of(subject)) {
        const before = this.#known.overSince(known);
        const now = this.#options.now();
        goOn(known, judged, troubles, { looks, explanations, now });
        const isOver = this.#known.overSince(known) !== undefined;
        hasChanged ||= isOver && before === undefined;
      }
      const own = troubles.filter(
        each => subjectKey(each.subject) === subjectKey(subject),
      );
      const isUndecided = !('serverId' in subject) && mayBeExplained;
      for (const lasting of this.#beginnings.seen(subject, own, looks)) {
        const { trouble } = lasting;
        if (
          !isUndecided &&
          !this.#isAftermath(trouble, server.id) &&
          !this.#known
            .of(subject)
            .some(known => isOf(trouble, known, explanations))
        ) {
          this.#open(lasting);
          hasChanged = true;
        }
      }
    }
    return hasChanged;
  }

  /** The store has what was known of this server by another name. */
  forgetServer(serverId: string): void {
    for (const { id } of this.#known.of({ serverId })) {
      this.#known.forget(id);
    }
    this.#known.forgetEnded(
      ({ subject }) => subjectKey(subject) === subjectKey({ serverId }),
    );
    this.#beginnings.forget({ serverId });
  }

  /** Notes whose subject is watched no more. */
  noteWatched(isWatched: (subject: Incident['subject']) => boolean): void {
    const now = this.#options.now();
    for (const known of this.#known.open()) {
      known.goneSince = isWatched(known.subject)
        ? undefined
        : Math.min(known.goneSince ?? now, now);
    }
  }

  /** What the store should know, with ages. */
  toExchange(): SeenIncident[] {
    return this.#agreement.toExchange();
  }

  /** Takes over what holds for all replicas, by what `sent` has told the store. */
  agreed(state: IncidentState, sent: readonly SeenIncident[]): void {
    this.#agreement.agreed(state, sent);
  }

  /** Whether the store has ever said what all replicas agree on. */
  get hasAgreed(): boolean {
    return this.#agreement.hasAgreed;
  }

  /** The store does not work: what is over here ends here, and waits for it. */
  goOnAlone(): void {
    this.#agreement.goOnAlone();
  }

  /** What the store has not recorded, in the order in which it began. */
  news(): IncidentNews[] {
    return this.#agreement.news();
  }

  /**
   * The ends, by the ids that people were told, of what turned out to have another one:
   * they are told of that by what the store has recorded. Once for each.
   */
  takeMistold(): IncidentNews[] {
    return this.#agreement.takeMistold();
  }

  #open({ name, trouble, since }: Lasting): void {
    const occurrence = this.#agreement.nextOccurrence(name);
    const { newestSince: _, openAfterMs: __, ...content } = trouble;
    this.#known.set({
      ...content,
      id: incidentId(name, occurrence),
      name,
      occurrence,
      changed: false,
      openedAt: since,
      seenAt: this.#options.now(),
    });
  }

  #isAftermath(trouble: Trouble, serverId: string): boolean {
    const { explanations, now } = this.#options;
    const causes = [...this.#pastCauses.list(), ...this.#known.overCauses()];
    return isAftermath(trouble, causes, { serverId, explanations, now: now() });
  }
}

function looksOf(server: JudgedServer, subject: Incident['subject']): Looks {
  const databases =
    'serverId' in subject
      ? server.databases
      : server.databases.filter(
          ({ database }) => database.pluginId === subject.databaseId,
        );
  // A server that answers is looked at more often than each of its databases.
  const serverAt = Math.max(
    ...databases.map(({ readings }) => readings.connections?.at ?? -Infinity),
  );
  return new Map([
    ...databases.flatMap(({ database: { pluginId }, checkedAt }) =>
      checkedAt === undefined ? [] : [[pluginId, checkedAt] as const],
    ),
    ...('serverId' in subject && Number.isFinite(serverAt)
      ? [[subjectKey(subject), serverAt] as const]
      : []),
  ]);
}
