import type { IncidentState, SeenIncident } from '../store';
import {
  endOf,
  type IncidentNews,
  newsOf,
  takeOver,
  toSeen,
} from './knownIncident';
import type { KnownIncidents } from './knownIncidents';
import { incidentId } from './names';

/**
 * What all replicas agree on, by the store: which incidents are open, and how often
 * each has been opened. While the store is down it goes on by itself, with the numbers
 * that others would give too.
 */
export class Agreement {
  readonly #incidents: KnownIncidents;
  readonly #now: () => number;
  #occurrences = new Map<string, number>();
  #hasAgreed = false;
  /** Ends of what was told to people by an id that it does not have. */
  #mistold: IncidentNews[] = [];

  constructor(incidents: KnownIncidents, now: () => number) {
    this.#incidents = incidents;
    this.#now = now;
  }

  /** Whether the store has ever said what all replicas agree on. */
  get hasAgreed(): boolean {
    return this.#hasAgreed;
  }

  /** How often it has been opened now that it is opened once more. */
  nextOccurrence(name: string): number {
    const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
    this.#occurrences.set(name, occurrence);
    return occurrence;
  }

  /** What the store should know, with ages. */
  toExchange(): SeenIncident[] {
    const now = this.#now();
    return [
      ...this.#incidents.ended().map(each => toSeen(each, now, each)),
      ...this.#incidents.open().map(known => {
        const closedAt = this.#incidents.overSince(known);
        return toSeen(
          known,
          now,
          closedAt === undefined ? undefined : { closedAt, settledAt: now },
        );
      }),
    ];
  }

  /** Takes over what holds for all replicas, by what `sent` has told the store. */
  agreed(state: IncidentState, sent: readonly SeenIncident[]): void {
    const incidents = this.#incidents;
    const told = new Map(sent.map(each => [each.id, each]));
    incidents.forgetEnded(({ id }) => told.has(id));
    const open = new Set(state.open.map(({ id }) => id));
    for (const known of incidents.open()) {
      if (told.has(known.id) && !open.has(known.id)) {
        incidents.end(known);
      }
    }
    for (const record of state.open) {
      const known = incidents.get(record.id);
      incidents.set(takeOver(known, record, told.get(record.id)));
    }
    if (!this.#hasAgreed) {
      this.#hasAgreed = true;
      this.#renumber(state);
    }
    for (const [name, occurrence] of state.occurrences) {
      this.#occurrences.set(
        name,
        Math.max(occurrence, this.#occurrences.get(name) ?? 0),
      );
    }
  }

  /** The store does not work: what is over here ends here, and waits for it. */
  goOnAlone(): void {
    for (const known of this.#incidents.open()) {
      const closedAt = this.#incidents.overSince(known);
      if (closedAt !== undefined) {
        this.#incidents.endAlone(known, closedAt);
      }
    }
  }

  /** What the store has not recorded, in the order in which it began. */
  news(): IncidentNews[] {
    const now = this.#now();
    return [...this.#incidents.ended(), ...this.#incidents.open()]
      .sort((a, b) => a.openedAt - b.openedAt)
      .flatMap(known => {
        known.toldAs ??= known.recorded ? undefined : known.id;
        return newsOf(known, now);
      });
  }

  /** What people were told by another id than it turned out to have, once for each. */
  takeMistold(): IncidentNews[] {
    return this.#mistold.splice(0);
  }

  /** What was counted without knowing what was before. */
  #renumber({ open, occurrences }: IncidentState): void {
    const incidents = this.#incidents;
    const agreed = new Set(open.map(({ id }) => id));
    const next = new Map(occurrences);
    const own = incidents.open().filter(({ id }) => !agreed.has(id));
    for (const { id } of own) {
      incidents.forget(id);
    }
    for (const each of [...incidents.ended(), ...own]) {
      const told = { ...each };
      each.occurrence = (next.get(each.name) ?? 0) + 1;
      each.id = incidentId(each.name, each.occurrence);
      if (told.toldAs !== undefined && told.toldAs !== each.id) {
        this.#mistold.push(endOf(told, this.#now()));
      }
      next.set(each.name, each.occurrence);
    }
    for (const each of own) {
      // Another one of its name is open: this one is that.
      if (!open.some(({ name }) => name === each.name)) {
        incidents.set(each);
      }
    }
    this.#occurrences = next;
  }
}
