import type { Incident } from 'backstage-plugin-database-health-common';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type { Judged } from '../judging/types';
import type { JudgedServer } from '../picture/types';
import type { IncidentState, SeenIncident } from '../store';
import { isAftermath, isRecent, type Over } from './aftermath';
import {
  type Explanations,
  subjectsOf,
  type Trouble,
  troublesOf,
} from './causes';
import {
  endOf,
  type EndedIncident,
  type IncidentNews,
  type KnownIncident,
  newsOf,
  takeOver,
  toIncident,
  toSeen,
  worst,
} from './knownIncident';
import { incidentId, incidentName, subjectKey } from './names';
import { hasHeld, type Looks, seenAgain, type Streak } from './streak';

/** What is watched no more counts as over after this long (ours). */
const goneAfterMs = 5 * 60_000;

/** Incidents that wait for the store; the oldest are given up (ours). */
const mostWaiting = 500;

export interface OpenIncidentsOptions {
  readonly explanations: Explanations;
  readonly openAfterMs: number;
  readonly closeAfterMs: number;
  now(): number;
}

/** What may become an incident: what it is found by, and for how long. */
interface Beginning {
  readonly checkId: string;
  readonly streak: Streak;
}

/**
 * The incidents that are open, in memory: it opens and closes them by what is judged
 * here, and takes over what the store says that all replicas agree on. While the
 * store is down it goes on by itself, with the numbers that others would give too.
 */
export class OpenIncidents {
  readonly #options: OpenIncidentsOptions;
  readonly #open = new Map<string, KnownIncident>();
  /** What may become an incident, by its name. */
  readonly #beginning = new Map<string, Beginning>();
  #occurrences = new Map<string, number>();
  #ended: EndedIncident[] = [];
  /**
   * What was the cause of an incident that ended lately, and what would have explained
   * all but was over before it became one.
   */
  #over: Over[] = [];
  #hasAgreed = false;
  /** Ends of what was told to people by an id that it does not have. */
  #mistold: IncidentNews[] = [];

  constructor(options: OpenIncidentsOptions) {
    this.#options = options;
  }

  /** Worst first, then by age. */
  list(): Incident[] {
    return [...this.#open.values()]
      .sort(
        (a, b) =>
          compareSeverity(a.severity, b.severity) ||
          a.openedAt - b.openedAt ||
          a.name.localeCompare(b.name),
      )
      .map(toIncident);
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Those of which it knows that were open at some time since then, newest first. */
  since(sinceMs: number): Incident[] {
    return [
      ...this.#ended.filter(({ closedAt }) => closedAt >= sinceMs),
      ...this.#open.values(),
    ]
      .sort((a, b) => b.openedAt - a.openedAt)
      .map(toIncident);
  }

  /**
   * Takes in how a server and its plugin databases were judged. Says whether the store
   * should hear of it now: something began, or is over.
   */
  judged(server: JudgedServer): boolean {
    const troubles = troublesOf(server, this.#options.explanations);
    // While it is not known whether what explains all is there, nothing of what it
    // would explain begins.
    const mayBeExplained = server.results.some(
      ({ checkId, status, notReadYet }) =>
        status === 'unknown' &&
        !notReadYet &&
        this.#options.explanations.explainsAll(checkId),
    );
    let isNews = false;
    for (const { subject, judged } of subjectsOf(server)) {
      const looks = looksOf(server, subject);
      for (const known of this.#openOf(subject)) {
        isNews = this.#goOn(known, judged, troubles, looks) || isNews;
      }
      const isUndecided = !('serverId' in subject) && mayBeExplained;
      const mayBegin = (trouble: Trouble) =>
        !isUndecided && !this.#isAftermath(trouble, server.id);
      isNews = this.#begin(subject, troubles, { looks, mayBegin }) || isNews;
    }
    return isNews;
  }

  /** The store has what was known of this server by another name. */
  forgetServer(serverId: string): void {
    const isOfIt = ({ subject }: KnownIncident) =>
      'serverId' in subject && subject.serverId === serverId;
    for (const known of this.#open.values()) {
      if (isOfIt(known)) {
        this.#open.delete(known.id);
      }
    }
    this.#ended = this.#ended.filter(known => !isOfIt(known));
    for (const name of this.#beginning.keys()) {
      if (name.startsWith(`${subjectKey({ serverId })}:`)) {
        this.#beginning.delete(name);
      }
    }
  }

  /** Notes whose subject is watched no more. */
  noteWatched(isWatched: (subject: Incident['subject']) => boolean): void {
    const now = this.#options.now();
    for (const known of this.#open.values()) {
      known.goneSince = isWatched(known.subject)
        ? undefined
        : Math.min(known.goneSince ?? now, now);
    }
  }

  /** What the store should know, with ages. */
  toExchange(): SeenIncident[] {
    const now = this.#options.now();
    return [
      ...this.#ended.map(each => toSeen(each, now, each)),
      ...[...this.#open.values()].map(known => {
        const closedAt = this.#overSince(known);
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
    const told = new Map(sent.map(each => [each.id, each]));
    this.#ended = this.#ended.filter(({ id }) => !told.has(id));
    const open = new Set(state.open.map(({ id }) => id));
    for (const id of this.#open.keys()) {
      if (told.has(id) && !open.has(id)) {
        this.#end(id);
      }
    }
    for (const record of state.open) {
      const known = this.#open.get(record.id);
      this.#open.set(record.id, takeOver(known, record, told.get(record.id)));
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

  /** Whether the store has ever said what all replicas agree on. */
  get hasAgreed(): boolean {
    return this.#hasAgreed;
  }

  /** The store does not work: what is over here ends here, and waits for it. */
  goOnAlone(): void {
    const now = this.#options.now();
    for (const [id, known] of this.#open) {
      const closedAt = this.#overSince(known);
      if (closedAt !== undefined) {
        this.#end(id);
        this.#ended.push({ ...known, closedAt, settledAt: now });
      }
    }
    this.#ended.splice(0, this.#ended.length - mostWaiting);
  }

  /** What the store has not recorded, in the order in which it began. */
  news(): IncidentNews[] {
    const now = this.#options.now();
    return [...this.#ended, ...this.#open.values()]
      .sort((a, b) => a.openedAt - b.openedAt)
      .flatMap(known => {
        known.toldAs ??= known.recorded ? undefined : known.id;
        return newsOf(known, now);
      });
  }

  /**
   * The ends, by the ids that people were told, of what turned out to have another one:
   * they are told of that by what the store has recorded. Once for each.
   */
  takeMistold(): IncidentNews[] {
    return this.#mistold.splice(0);
  }

  /** What was counted without knowing what was before. */
  #renumber({ open, occurrences }: IncidentState): void {
    const agreed = new Set(open.map(({ id }) => id));
    const next = new Map(occurrences);
    const own = [...this.#open.values()].filter(({ id }) => !agreed.has(id));
    for (const each of own) {
      this.#open.delete(each.id);
    }
    for (const each of [...this.#ended, ...own]) {
      const told = { ...each };
      each.occurrence = (next.get(each.name) ?? 0) + 1;
      each.id = incidentId(each.name, each.occurrence);
      if (told.toldAs !== undefined && told.toldAs !== each.id) {
        this.#mistold.push(endOf(told, this.#options.now()));
      }
      next.set(each.name, each.occurrence);
    }
    for (const each of own) {
      // Another one of its name is open: this one is that.
      if (!open.some(({ name }) => name === each.name)) {
        this.#open.set(each.id, each);
      }
    }
    this.#occurrences = next;
  }

  #end(id: string): void {
    const now = this.#options.now();
    const known = this.#open.get(id);
    if (known) {
      this.#open.delete(id);
      this.#noteOver(overOf(known, now));
    }
  }

  #noteOver(over: Over): void {
    this.#over = [...this.#over.filter(each => isRecent(each, over.at)), over];
  }

  #isAftermath(trouble: Trouble, serverId: string): boolean {
    const { explanations, now } = this.#options;
    const causes = [
      ...this.#over,
      ...[...this.#open.values()]
        .filter(({ over }) => over)
        .map(known => overOf(known, now())),
    ];
    return isAftermath(trouble, causes, { serverId, explanations, now: now() });
  }

  #openOf(subject: Incident['subject']): KnownIncident[] {
    return [...this.#open.values()].filter(
      known => subjectKey(known.subject) === subjectKey(subject),
    );
  }

  /** Whether it came to be over by that. */
  #goOn(
    known: KnownIncident,
    { results }: Judged,
    troubles: readonly Trouble[],
    looks: Looks,
  ): boolean {
    const { explanations, now } = this.#options;
    const related = results.filter(({ checkId }) =>
      explanations.areOne(checkId, known.checkId),
    );
    const isThere = related.some(({ findings }) =>
      findings.some(
        ({ severity, dismissed }) => severity !== 'info' && !dismissed,
      ),
    );
    if (isThere) {
      known.seenAt = now();
      known.over = undefined;
      const trouble = troubles.find(each => this.#belongs(each, known));
      if (trouble) {
        const severity = worst(known.severity, trouble.severity);
        const changed =
          known.changed ||
          severity !== known.severity ||
          trouble.checkId !== known.checkId;
        const { checkId, title, findings } = trouble;
        Object.assign(known, { checkId, title, findings, severity, changed });
      }
      return false;
    }
    // What cannot be read is not over.
    if (
      related.some(
        ({ checkId, status }) =>
          checkId === known.checkId && status === 'unknown',
      )
    ) {
      known.over = undefined;
      return false;
    }
    const wasOver = this.#overSince(known) !== undefined;
    known.over = seenAgain(known.over, looks, now());
    return !wasOver && this.#overSince(known) !== undefined;
  }

  /** Whether anything was opened. */
  #begin(
    subject: Incident['subject'],
    troubles: readonly Trouble[],
    { looks, mayBegin }: { looks: Looks; mayBegin(trouble: Trouble): boolean },
  ): boolean {
    const { explanations, now, openAfterMs } = this.#options;
    const own = troubles.filter(
      each => subjectKey(each.subject) === subjectKey(subject),
    );
    const names = new Set(
      own.map(({ checkId }) => incidentName(subject, checkId)),
    );
    for (const [name, { checkId }] of this.#beginning) {
      if (name.startsWith(`${subjectKey(subject)}:`) && !names.has(name)) {
        this.#beginning.delete(name);
        if (explanations.explainsAll(checkId)) {
          this.#noteOver({ subject, checkId, at: now() });
        }
      }
    }
    let isNews = false;
    for (const trouble of own) {
      const name = incidentName(subject, trouble.checkId);
      const { checkId } = trouble;
      const before = this.#beginning.get(name)?.streak;
      const streak = seenAgain(before, looks, now());
      this.#beginning.set(name, { checkId, streak });
      if (
        mayBegin(trouble) &&
        hasHeld(streak, Math.max(openAfterMs, trouble.openAfterMs), now()) &&
        !this.#openOf(subject).some(known => this.#belongs(trouble, known))
      ) {
        const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
        this.#occurrences.set(name, occurrence);
        const id = incidentId(name, occurrence);
        const { newestSince: _, openAfterMs: __, ...content } = trouble;
        this.#open.set(id, {
          ...content,
          id,
          name,
          occurrence,
          changed: false,
          openedAt: streak.since,
          seenAt: now(),
        });
        isNews = true;
      }
    }
    return isNews;
  }

  #belongs(trouble: Trouble, known: KnownIncident): boolean {
    return (
      subjectKey(trouble.subject) === subjectKey(known.subject) &&
      this.#options.explanations.areOne(trouble.checkId, known.checkId)
    );
  }

  /** Since when it has been over, where that has held for long enough. */
  #overSince({ over, goneSince }: KnownIncident): number | undefined {
    const { closeAfterMs, now } = this.#options;
    if (goneSince !== undefined && now() - goneSince >= goneAfterMs) {
      return goneSince;
    }
    return over && hasHeld(over, closeAfterMs, now()) ? over.since : undefined;
  }
}

function overOf({ subject, checkId, over }: KnownIncident, now: number): Over {
  return { subject, checkId, at: over?.since ?? now };
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
