import { z } from 'zod/v4';
import { engineData } from 'backstage-plugin-database-health-common';
import type {
  FactCatalogue,
  Readings,
} from 'backstage-plugin-database-health-node';
import type { WatchedDatabase } from '../picture/types';
import type { SurveyHead, Surveys } from '../store';
import { movedReadings } from './clocks';
import { sharedReadings } from './sharedReadings';
import { shapedReadings } from '../facts/shapes';
import { time } from '../facts/shapes/parts';
import { toWatched, watched } from './watched';

/** Clocks do not run alike to the last of them. */
const toleranceMs = 60_000;

const storedSurvey = z.object({
  database: watched,
  readings: z.unknown(),
  startedAt: time,
});

/** A survey as it lies in the store. */
interface StoredSurvey {
  database: WatchedDatabase;
  readings: Readings;
  /** By the clock of the replica that took it, as all times of its readings. */
  startedAt: number;
}

/** What the store has to say of one plugin database. Times are of this clock. */
export interface RemoteSurvey {
  databaseId: string;
  /** When the latest survey began. */
  surveyedAt?: number;
  /** When some replica asked for another one. */
  requestedAt?: number;
  /** Set when it is newer than what this replica knows. */
  taken?: { database: WatchedDatabase; readings: Readings };
}

/**
 * Shares surveys among replicas: who takes the next one is settled by naming
 * the one that it follows, so that no two follow the same. With the store down
 * every replica surveys by itself.
 */
export class SharedSurveys {
  readonly #surveys: Surveys;
  readonly #now: () => number;
  readonly #catalogue: FactCatalogue;
  readonly #revisions = new Map<string, number>();

  constructor(surveys: Surveys, now: () => number, catalogue: FactCatalogue) {
    this.#surveys = surveys;
    this.#now = now;
    this.#catalogue = catalogue;
  }

  /** Whether this replica may survey it now. */
  async claim(database: WatchedDatabase): Promise<boolean> {
    if (isPrivate(database)) {
      return true;
    }
    const { pluginId } = database;
    const revision = this.#revisions.get(pluginId) ?? 0;
    return (await this.#surveys.claim(pluginId, revision)) ?? true;
  }

  /** Tells the others what it found; nothing where nothing could be read. */
  async finish(
    database: WatchedDatabase,
    readings: Readings,
    startedAt: number,
  ): Promise<void> {
    const shared = sharedReadings(
      this.#catalogue,
      readings,
      entry => entry.shared === 'survey',
    );
    if (!Object.values(shared).some(({ status }) => status === 'read')) {
      await this.giveUp(database);
      return;
    }
    if (isPrivate(database)) {
      return;
    }
    const { pluginId } = database;
    const survey: StoredSurvey = {
      database: toWatched(database),
      readings: shared,
      startedAt,
    };
    const revision = await this.#surveys.finish(pluginId, survey);
    if (revision !== undefined) {
      this.#revisions.set(pluginId, revision);
    }
  }

  /** Leaves it to the others, who may find a free connection. */
  async giveUp(database: WatchedDatabase): Promise<void> {
    if (!isPrivate(database)) {
      await this.#surveys.giveUp(database.pluginId);
    }
  }

  /** Takes over the latest survey of a plugin database once more. */
  takeAgain(databaseId: string): void {
    this.#revisions.delete(databaseId);
  }

  /** Forgets what nobody surveys any more. */
  forget(): Promise<void> {
    return this.#surveys.forget();
  }

  /** Asks every replica for a survey of what it observes. */
  request(): Promise<void> {
    return this.#surveys.request();
  }

  /** What is newer than at the last call is `taken`. Empty with the store down. */
  async latest(): Promise<RemoteSurvey[]> {
    // Before they are asked for, so that no time is told too late.
    const now = this.#now();
    const heads = await this.#surveys.list();
    if (!heads) {
      return [];
    }
    this.#forgetAllBut(heads);
    const newer = heads.filter(
      ({ databaseId, revision }) =>
        revision > 0 && revision !== this.#revisions.get(databaseId),
    );
    const surveys =
      newer.length > 0
        ? await this.#surveys.read(newer.map(({ databaseId }) => databaseId))
        : undefined;
    return heads.map(({ databaseId, revision, ageMs, requestedMsAgo }) => {
      const taken =
        ageMs === undefined
          ? undefined
          : this.#taken(databaseId, surveys?.get(databaseId), ageMs);
      if (surveys && revision > 0) {
        // Whatever it is: the next one follows it.
        this.#revisions.set(databaseId, revision);
      }
      return {
        databaseId,
        ...(ageMs !== undefined && { surveyedAt: now - ageMs }),
        ...(requestedMsAgo !== undefined && {
          requestedAt: now - requestedMsAgo,
        }),
        ...(taken && {
          taken: {
            database: taken.database,
            readings: movedReadings(
              this.#catalogue,
              taken.readings,
              now - taken.endsAt,
            ),
          },
        }),
      };
    });
  }

  /** What lies in the store, if a replica can have written it so long ago. */
  #taken(databaseId: string, survey: unknown, ageMs: number) {
    if (survey === undefined) {
      return undefined;
    }
    const { data } = storedSurvey.safeParse(survey);
    if (data?.database.pluginId !== databaseId) {
      this.#surveys.leftOut();
      return undefined;
    }
    const { database, startedAt } = data;
    // Now, by the clock of who took it.
    const endsAt = startedAt + ageMs;
    const readings = shapedReadings(data.readings, {
      until: endsAt + toleranceMs,
      leftOut: () => this.#surveys.leftOut(),
    });
    return Object.keys(readings).length > 0
      ? { database, readings, endsAt }
      : undefined;
  }

  /** No survey follows one that the store has forgotten. */
  #forgetAllBut(heads: readonly SurveyHead[]): void {
    const known = heads.flatMap(({ databaseId, revision }) =>
      revision > 0 ? databaseId : [],
    );
    for (const databaseId of this.#revisions.keys()) {
      if (!known.includes(databaseId)) {
        this.#revisions.delete(databaseId);
      }
    }
  }
}

/** A file or memory is that of one process, whatever others call theirs. */
function isPrivate({ configured }: WatchedDatabase): boolean {
  return !engineData[configured.engine].isServer;
}
