import type { Incident } from 'backstage-plugin-database-health-common';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type { Over, PastCauses } from './aftermath';
import {
  type EndedIncident,
  type KnownIncident,
  toIncident,
} from './knownIncident';
import { subjectKey } from './names';
import { hasHeld } from './streak';

/** What is watched no more counts as over after this long (ours). */
const goneAfterMs = 5 * 60_000;

/** Incidents that wait for the store; the oldest are given up (ours). */
const mostWaiting = 500;

export interface KnownIncidentsOptions {
  readonly pastCauses: PastCauses;
  readonly closeAfterMs: number;
  now(): number;
}

/**
 * The incidents of which this replica knows, in memory: those that are open, and those
 * that have ended and wait for the store.
 */
export class KnownIncidents {
  readonly #options: KnownIncidentsOptions;
  readonly #open = new Map<string, KnownIncident>();
  #ended: EndedIncident[] = [];

  constructor(options: KnownIncidentsOptions) {
    this.#options = options;
  }

  open(): KnownIncident[] {
    return [...this.#open.values()];
  }

  ended(): readonly EndedIncident[] {
    return this.#ended;
  }

  get(id: string): KnownIncident | undefined {
    return this.#open.get(id);
  }

  of(subject: Incident['subject']): KnownIncident[] {
    return this.open().filter(
      known => subjectKey(known.subject) === subjectKey(subject),
    );
  }

  set(known: KnownIncident): void {
    this.#open.set(known.id, known);
  }

  forget(id: string): void {
    this.#open.delete(id);
  }

  forgetEnded(isForgotten: (ended: EndedIncident) => boolean): void {
    this.#ended = this.#ended.filter(each => !isForgotten(each));
  }

  end(known: KnownIncident): void {
    this.#open.delete(known.id);
    this.#options.pastCauses.note(this.#overOf(known));
  }

  /** Ends it, and keeps it for the store. */
  endAlone(known: KnownIncident, closedAt: number): void {
    this.end(known);
    this.#ended.push({ ...known, closedAt, settledAt: this.#options.now() });
    this.#ended.splice(0, this.#ended.length - mostWaiting);
  }

  /** Causes that are over though their incident is open still. */
  overCauses(): Over[] {
    return this.open()
      .filter(({ over }) => over)
      .map(known => this.#overOf(known));
  }

  /** Since when it has been over, where that has held for long enough. */
  overSince({ over, goneSince }: KnownIncident): number | undefined {
    const { closeAfterMs, now } = this.#options;
    if (goneSince !== undefined && now() - goneSince >= goneAfterMs) {
      return goneSince;
    }
    return over && hasHeld(over, closeAfterMs, now()) ? over.since : undefined;
  }

  /** Worst first, then by age. */
  list(): Incident[] {
    return this.open()
      .sort(
        (a, b) =>
          compareSeverity(a.severity, b.severity) ||
          a.openedAt - b.openedAt ||
          a.name.localeCompare(b.name),
      )
      .map(toIncident);
  }

  /** Those that were open at some time since then, newest first. */
  since(sinceMs: number): Incident[] {
    return [
      ...this.#ended.filter(({ closedAt }) => closedAt >= sinceMs),
      ...this.open(),
    ]
      .sort((a, b) => b.openedAt - a.openedAt)
      .map(toIncident);
  }

  #overOf({ subject, checkId, over }: KnownIncident): Over {
    return { subject, checkId, at: over?.since ?? this.#options.now() };
  }
}
