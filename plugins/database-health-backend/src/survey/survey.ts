import type {
  DatabaseObservations,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';
import type { EngineAdapter } from '../inspectors/types';
import { readFacts } from './readFacts';

/** What is unsettled is surveyed this often (ours). */
const unsettledIntervalMs = 30_000;

/** Plugin databases that are surveyed at once, per replica. */
const concurrency = 2;

/** The share of the interval by which surveys of replicas drift apart. */
const jitter = 0.1;

export interface SurveyOptions {
  readonly observations: DatabaseObservations;
  readonly intervalMs: number;
  /** `undefined` for an engine that cannot be surveyed. */
  adapterFor(observation: Observation): EngineAdapter | undefined;
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
 * a deadline.
 */
export class Survey {
  readonly #options: SurveyOptions;
  readonly #dueAt = new Map<string, number>();
  readonly #surveyedAt = new Map<string, number>();
  readonly #running = new Set<string>();
  #requestedAt: number | undefined;
  #askedAt = 0;

  constructor(options: SurveyOptions) {
    this.#options = options;
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
    return this.#requestedAt;
  }

  /** Surveys every plugin database that is due; resolves to how many. */
  async run(signal: AbortSignal): Promise<number> {
    const answered = this.#requestedAt;
    const due = this.#options.observations
      .list()
      .filter(observation => this.#isDue(observation))
      .flatMap(observation => {
        const adapter = this.#options.adapterFor(observation);
        return adapter ? [{ observation, adapter }] : [];
      });
    const count = due.length;
    const next = async (): Promise<void> => {
      for (
        let each = due.shift();
        each && !signal.aborted;
        each = due.shift()
      ) {
        await this.#surveyOne(each.observation, each.adapter, signal);
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
    const surveyedAt = this.#surveyedAt.get(observation.pluginId);
    const dueAt = this.#dueAt.get(observation.pluginId);
    return (
      surveyedAt === undefined ||
      dueAt === undefined ||
      dueAt <= this.#options.now() ||
      this.#askedAt >= surveyedAt ||
      answeringSince > surveyedAt ||
      observation
        .ledgers()
        .some(
          ({ lastRun }) =>
            lastRun && lastRun.at + lastRun.durationMs > surveyedAt,
        )
    );
  }

  async #surveyOne(
    observation: Observation,
    adapter: EngineAdapter,
    signal: AbortSignal,
  ): Promise<void> {
    const { pluginId } = observation;
    const startedAt = this.#options.now();
    this.#running.add(pluginId);
    try {
      const readings = await readFacts(adapter, observation, {
        signal,
        now: this.#options.now,
      });
      this.#running.delete(pluginId);
      this.#options.note(
        observation,
        await this.#options.complete(observation, readings),
      );
    } finally {
      this.#running.delete(pluginId);
      this.#surveyedAt.set(pluginId, startedAt);
      this.#dueAt.set(
        pluginId,
        startedAt +
          (this.#options.isUnsettled(observation)
            ? unsettledIntervalMs
            : this.#options.intervalMs * (1 - jitter * Math.random())),
      );
    }
  }
}
