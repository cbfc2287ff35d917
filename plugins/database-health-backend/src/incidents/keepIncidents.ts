import type { Incident } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  FactCatalogue,
} from 'backstage-plugin-database-health-node';
import type { ScheduleLocalTask } from '../localTask';
import type { Picture } from '../picture/picture';
import type { Incidents, SeenIncident } from '../store';
import { oneAtATime } from '../oneAtATime';
import { minuteMs } from '../timeSpans';
import { Explanations } from './causes';
import { type IncidentNews, toIncident } from './knownIncident';
import { OpenIncidents } from './openIncidents';

/** How often all replicas agree on what is open, at most and at least (ours). */
const slowestExchangeMs = 10_000;
const fastestExchangeMs = 1_000;

/**
 * So often where there is nothing to tell and no other replica lives, so that one that
 * starts does not end what it has not seen (ours).
 */
const aloneExchangeMs = 30_000;

/** Incidents of one answer. */
const mostIncidents = 500;

export interface KeepIncidentsOptions {
  readonly incidents: Incidents;
  readonly picture: Picture;
  readonly schedule: ScheduleLocalTask;
  readonly checks: readonly AnyCheck[];
  readonly catalogue: FactCatalogue;
  readonly openAfterMs: number;
  readonly closeAfterMs: number;
  /** Whether no other replica lives. */
  isAlone(): boolean;
  /** Who is told of what is recorded, and of what cannot be. */
  readonly people: {
    recorded(): void;
    tellAlone(news: readonly IncidentNews[]): void;
  };
  now(): number;
}

/** What people are told of. */
export interface IncidentSource {
  /** Those that are open, worst first, from memory. */
  open(): Incident[];
  /**
   * Those that were open at some time since then, the newest first. Where the store
   * does not work, those that this replica knows of.
   */
  since(sinceMs: number): Promise<{
    incidents: Incident[];
    truncated: boolean;
    /** Whether the store has answered. */
    answered: boolean;
  }>;
  /**
   * Takes over anew what the store has of a server that was known by this name.
   * Never rejects.
   */
  serverRenamed(alias: string): Promise<void>;
  /** Calls each time after all replicas have agreed, or it went on alone. */
  onAgreed(listener: () => void): void;
}

/** Begins to open and close incidents by what is judged, as all replicas agree. */
export async function keepIncidents(
  options: KeepIncidentsOptions,
): Promise<IncidentSource> {
  const { incidents, picture, people, closeAfterMs } = options;
  const known = new OpenIncidents({
    ...options,
    explanations: new Explanations(options.checks, options.catalogue),
  });
  const listeners: (() => void)[] = [];
  let exchangedAt = -Infinity;
  const exchange = oneAtATime(async () => {
    exchangedAt = options.now();
    known.noteWatched(isWatchedIn(picture));
    if (!known.hasAgreed) {
      const before = await incidents.exchange([], { closeAfterMs });
      if (before) {
        known.agreed(before, []);
        people.tellAlone(known.takeMistold());
      }
    }
    const sent = known.toExchange();
    const state = await incidents.exchange(sent, { closeAfterMs });
    if (state) {
      known.agreed(state, sent);
      people.tellAlone(known.takeMistold());
      if (sent.some(hasNews)) {
        people.recorded();
      }
    } else {
      known.goOnAlone();
      people.tellAlone(known.news());
    }
    listeners.forEach(listener => listener());
  });
  // Before anything is judged, or what is open would be opened again.
  await exchange();
  picture.onJudged({
    server(server) {
      if (known.judged(server)) {
        void exchange();
      }
    },
  });
  const frequencyMs = Math.min(
    Math.max(closeAfterMs / 3, fastestExchangeMs),
    slowestExchangeMs,
  );
  const aloneMs = Math.min(closeAfterMs / 2, aloneExchangeMs);
  await options.schedule({
    id: 'incidents',
    initialDelayMs: frequencyMs,
    everyMs: frequencyMs,
    deadlineMs: minuteMs,
    async work() {
      const mayWait =
        options.isAlone() &&
        known.hasAgreed &&
        Math.abs(options.now() - exchangedAt) < aloneMs &&
        !known.toExchange().some(hasNews);
      if (!mayWait) {
        await exchange();
      }
    },
  });
  return {
    open: () => known.list(),
    onAgreed: listener => listeners.push(listener),
    serverRenamed(alias) {
      known.forgetServer(alias);
      return exchange();
    },
    async since(sinceMs) {
      const records = await incidents.list(sinceMs, mostIncidents + 1);
      const isNews = records?.some(
        ({ id, closedAt }) => closedAt === undefined && !known.has(id),
      );
      if (isNews) {
        await exchange();
      }
      return {
        incidents: merged(
          (records ?? []).slice(0, mostIncidents).map(record => ({
            ...toIncident(record),
            changes: [...record.changes],
          })),
          known.since(sinceMs),
        ),
        truncated: (records?.length ?? 0) > mostIncidents,
        answered: records !== undefined,
      };
    },
  };
}

/** Whether there is anything of it to be recorded. */
function hasNews({ goesOn }: SeenIncident): boolean {
  return !goesOn;
}

/**
 * What this replica knows goes before what is stored, or the overview would say
 * otherwise until the store has heard of it or the replica of the store.
 */
function merged(stored: readonly Incident[], known: readonly Incident[]) {
  const all = new Map(stored.map(each => [each.id, each]));
  for (const each of known) {
    const { changes = [] } = all.get(each.id) ?? {};
    all.set(each.id, { ...each, changes });
  }
  return [...all.values()].sort((a, b) => b.openedAt.localeCompare(a.openedAt));
}

function isWatchedIn(
  picture: Picture,
): (subject: Incident['subject']) => boolean {
  const snapshots = picture.snapshots();
  const databases = new Set(snapshots.map(({ database }) => database.pluginId));
  const servers = new Set(snapshots.map(({ serverId }) => serverId));
  return subject =>
    'serverId' in subject
      ? servers.has(subject.serverId)
      : databases.has(subject.databaseId);
}
