import type { DatabaseObservations, Observation } from '../observation/types';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { EngineAdapter } from '../engines/types';
import type { FailureLog } from '../reading/failureLog';
import { readFacts } from '../reading/readFacts';
import { ServerTurns, type ServerTurnsOptions } from './serverTurns';

/** What is unsettled is surveyed this often (ours). */
const unsettledIntervalMs = 30_000;

/** Plugin databases that are surveyed at once, per replica. */
const concurrency = 2;

/** The share of the interval by which surveys of replicas drift apart. */
const jitter = 0.1;

export interface SurveyOptions extends ServerTurnsOptions {
  readonly observations: DatabaseObservations;
  readonly intervalMs: number;
  /** After this one that found no free connection is due again. */
  readonly retryAfterMs: number;
  readonly failureLog: FailureLog;
  adapterFor(observation: Observation): EngineAdapter;
  /** The databases in which plugin databases of its server lie. */
  databasesOf(observation: Observation): readonly string[];
  /** Whether this replica may survey it now. Never rejects. */
  claim(observation: Observation): Promise<boolean>;
  /** Ends the claim with what was read. Never rejects. */
  finish(
    observation: Observation,
    readings: Readings,
    startedAt: number,
  ): Promise<void>;
  /** Ends the claim of a survey that was not taken. Never rejects. */
  giveUp(observation: Observation): Promise<void>;
  /** Adds to what was read what only others know. Never rejects. */
  complete(observation: Observation, readings: Readings): Promise<Readings>;
  note(observation: Observation, readings: Readings): void;
  /** Whether what was read may be another in a moment. */
  isUnsettled(observation: Observation): boolean;
  /** Since when it answers in a row; `undefined` while it does not. */
  answeringSince(observation: Observation): number | undefined;
  now(): number;
}

/**
 * The full look at every plugin database that this process observes: one
 * connection at a time from a plugin's pool, two databases at once, each with
 * a deadline, and only those that no other replica surveys.
 */
export class Survey {
  readonly #options: SurveyOptions;
  readonly #serverTurns: ServerTurns;
  readonly #dueAt = new Map<string, number>();
  readonly #surveyedAt = new Map<string, number>();
  readonly #running = new Set<string>();
  /** Since when each answered when this process first saw it answer. */
  readonly #firstAnsweringSince = new Map<string, number>();
  /** Asked for by another replica. */
  readonly #wanted = new Set<string>();
  #requestedAt: number | undefined;
  #askedAt = 0;
  /** When any replica last asked for surveys. */
  #wantedAt = 0;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#serverTurns = new ServerTurns(options);
  }

  /** When a survey was asked for that has not ended yet. */
  get requestedAt(): number | undefined {
    return this.#requestedAt;
  }

  /** Whether the survey holds a connection of this plugin's pool now. */
  isRunning({ pluginId }: Observation): boolean {
    return this.#running.has(pluginId);
  }

  /** Makes every plugin database due now. */
  request(): number {
    this.#requestedAt = this.#options.now();
    this.#askedAt = this.#requestedAt;
    this.#wantedAt = this.#requestedAt;
    return this.#requestedAt;
  }

  /** Takes note of a survey, of this replica or another, and when it began. */
  noteSurveyed(observation: Observation, startedAt: number): void {
    this.#noteTried(
      observation,
      startedAt,
      this.#options.isUnsettled(observation)
        ? unsettledIntervalMs
        : this.#options.intervalMs * (1 - jitter * Math.random()),
    );
  }

  #noteTried(
    { pluginId }: Observation,
    startedAt: number,
    dueAfterMs: number,
  ): void {
    this.#wanted.delete(pluginId);
    this.#surveyedAt.set(pluginId, startedAt);
    this.#dueAt.set(pluginId, startedAt + dueAfterMs);
  }

  /**
   * Makes one plugin database due now, unless this replica has tried since it
   * was asked for: what reads nothing is not taken again for the same request.
   */
  want(databaseId: string, requestedAt: number): void {
    if (requestedAt > (this.#surveyedAt.get(databaseId) ?? 0)) {
      this.#wanted.add(databaseId);
      this.#wantedAt = Math.max(this.#wantedAt, requestedAt);
    }
  }

  /**
   * Surveys every plugin database that is due and whose pool has a place;
   * resolves to how many.
   */
  async run(signal: AbortSignal): Promise<number> {
    const answered = this.#requestedAt;
    const due = this.#options.observations
      .list()
      .filter(observation => this.#isDue(observation));
    let count = 0;
    const next = async (): Promise<void> => {
      for (
        let each = due.shift();
        each && !signal.aborted;
        each = due.shift()
      ) {
        if (
          (await this.#options.claim(each)) &&
          (await this.#surveyOne(each, signal))
        ) {
          count += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, next));
    if (this.#requestedAt === answered) {
      this.#requestedAt = undefined;
    }
    return count;
  }

  /**
   * Due are: those whose time has come, those never seen, those that came
   * back, and those whose migrations ran since. A database that does not
   * answer is left alone until it does.
   */
  #isDue(observation: Observation): boolean {
    const answeringSince = this.#options.answeringSince(observation);
    if (!observation.client || answeringSince === undefined) {
      return false;
    }
    const { pluginId } = observation;
    const { intervalMs } = this.#options;
    const now = this.#options.now();
    const cameBack = this.#cameBack(observation, answeringSince);
    const surveyedAt = this.#surveyedAt.get(pluginId);
    const dueAt = this.#dueAt.get(pluginId);
    // What lies ahead was before the clock was put back: so far ahead lies no
    // survey, and other times would make one due again and again.
    const isNews = (at: number) => at <= now && at >= (surveyedAt ?? 0);
    return (
      surveyedAt === undefined ||
      dueAt === undefined ||
      dueAt <= now ||
      surveyedAt > now + intervalMs ||
      isNews(this.#askedAt) ||
      this.#wanted.has(pluginId) ||
      (cameBack && isNews(answeringSince)) ||
      observation
        .ledgers()
        .some(({ newsAt }) => newsAt !== undefined && isNews(newsAt))
    );
  }

  /**
   * Whether it was away. That it answers for the first time in this process is no
   * news: another replica may have surveyed it.
   */
  #cameBack({ pluginId }: Observation, answeringSince: number): boolean {
    const first = this.#firstAnsweringSince.get(pluginId) ?? answeringSince;
    this.#firstAnsweringSince.set(pluginId, first);
    return answeringSince !== first;
  }

  /** Whether what was read of a whole server is of this round of surveys. */
  #isFresh(readAt: number, now: number): boolean {
    const { intervalMs } = this.#options;
    return (
      readAt > now - intervalMs * (1 - jitter) &&
      readAt >= this.#wantedAt &&
      // So far ahead it was read before the clock was put back.
      readAt <= now + intervalMs
    );
  }

  /** Resolves to whether its pool had a place for it. */
  async #surveyOne(
    observation: Observation,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { pluginId } = observation;
    const { retryAfterMs, now } = this.#options;
    const startedAt = now();
    this.#running.add(pluginId);
    let isWhole = true;
    const { facts, end } = this.#serverTurns.take(observation, readAt =>
      this.#isFresh(readAt, startedAt),
    );
    try {
      const adapter = this.#options.adapterFor(observation);
      const read = await readFacts(adapter, observation, {
        facts,
        databases: this.#options.databasesOf(observation),
        signal,
        failureLog: this.#options.failureLog,
        now,
      });
      this.#running.delete(pluginId);
      isWhole = facts.every(fact => fact in read || !adapter.inspector[fact]);
      if (Object.keys(read).length === 0) {
        await this.#options.giveUp(observation);
        return false;
      }
      const readings = await this.#options.complete(observation, read);
      this.#options.note(observation, readings);
      await this.#options.finish(observation, readings, startedAt);
      return true;
    } finally {
      end();
      this.#running.delete(pluginId);
      if (isWhole) {
        this.noteSurveyed(observation, startedAt);
      } else {
        this.#noteTried(observation, startedAt, retryAfterMs);
      }
    }
  }
}
