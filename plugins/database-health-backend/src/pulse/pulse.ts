import type {
  DatabaseObservations,
  Observation,
  RunningQuery,
} from '../observation/types';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { FailureLog } from '../reading/failureLog';
import { ask, isPending, type PingQuery, waitsForClient } from './ask';
import { Beat, PulseRecord } from './record';
import { readPool } from './pool';
import { readQueries } from './queries';
import { isDue, tickMsOf } from './rhythm';
import { readToken } from './token';

/**
 * A database that is not used may wait so long while its server answers over another one. If
 * readiness waits for it, a third failure in a row is still seen within three
 * intervals; what is known of any is younger than three, from when on it is too old
 * (ours).
 */
const restIntervals = { needed: 5 / 3, others: 7 / 3 };

/** A busy database is still asked now and then, or it would have no latency. */
const pingAfterIntervals = 4;

export interface PulseOptions {
  readonly observations: DatabaseObservations;
  readonly intervalMs: number;
  /** Failures in a row that are confirmed faster than the interval. */
  readonly failureThreshold: number;
  readonly failureLog: FailureLog;
  /**
   * Asks the database behind a driver's connection the cheapest question.
   * `undefined` for an engine that cannot be asked.
   */
  pingOf(observation: Observation): PingQuery | undefined;
  /** Plugin databases of one server share it. */
  serverIdOf(observation: Observation): string;
  /** Whether its server takes no writes, as found by the last look at that. */
  isReadOnly(observation: Observation): boolean;
  /** Whether readiness waits for it. */
  isNeeded(observation: Observation): boolean;
  /** Whether the survey holds a connection of this plugin's pool now. */
  isBusy(observation: Observation): boolean;
  note(observation: Observation, readings: Readings): void;
  now(): number;
}

/** The plugin's own queries since the last pulse answer the question. */
const answeredByItself = (answeredAt: number): Beat => ({
  outcome: 'answered',
  tookMs: 0,
  answeredAt,
});

/** What is read of a plugin database with each tick. */
interface Tick {
  readonly observation: Observation;
  /** Epoch milliseconds. */
  readonly answeredAt: number | undefined;
  readonly oldestWaitMs: number;
  readonly running: readonly RunningQuery[];
}

/**
 * The cheap look of this process at every plugin database: pool counters and
 * the traffic already seen, and `select 1` where there was none. Of those
 * of one server that are not used one is asked in each interval, the others less often,
 * unless one of them fails.
 *
 * A first failure is confirmed every third of the interval until it has
 * reached the threshold, so that readiness turns within the interval and not
 * within the threshold times the interval.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #records = new Map<string, PulseRecord>();
  /**
   * When each plugin database was last asked or answered its plugin: not when it
   * was found out, which is up to an interval or a deadline later.
   */
  readonly #knownAt = new Map<string, number>();

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** How often {@link Pulse.beat} should be called. */
  get tickMs(): number {
    return tickMsOf(this.#options.intervalMs);
  }

  /** Looks at every plugin database that is due. Never rejects. */
  async beat(): Promise<void> {
    const ticks = this.#options.observations
      .list()
      // What is not timed is known no better than since when it was last asked for:
      // so all are asked for with every tick, whether a look is due or not.
      .map(observation => ({
        observation,
        answeredAt: observation.traffic.lastAnswerAt,
        oldestWaitMs: observation.waits.oldestMs,
        running: observation.runningQueries(),
      }));
    const { failureLog, now } = this.#options;
    failureLog.pending(
      ticks
        .filter(({ observation }) => isPending(observation, now()))
        .map(({ observation }) => observation.pluginId),
    );
    const { answering, failing } = this.#serversByAnswers(ticks);
    await Promise.all(
      ticks
        .filter(tick => this.#isDue(tick, answering, failing))
        .map(each => this.#look(each)),
    );
  }

  /** Those that answered over one of their databases in the last interval, and those that failed over one. */
  #serversByAnswers(ticks: readonly Tick[]) {
    const { intervalMs, now, serverIdOf } = this.#options;
    const answering = new Set<string>();
    const failing = new Set<string>();
    for (const { observation } of ticks) {
      const { reachability } = this.#recordOf(observation);
      const every = { everyMs: intervalMs, tickMs: this.tickMs };
      if (reachability && reachability.failures > 0) {
        failing.add(serverIdOf(observation));
      } else if (
        !isDue(this.#knownAt.get(observation.pluginId), now(), every)
      ) {
        answering.add(serverIdOf(observation));
      }
    }
    return { answering, failing };
  }

  #recordOf({ pluginId }: Observation): PulseRecord {
    let record = this.#records.get(pluginId);
    if (!record) {
      record = new PulseRecord();
      this.#records.set(pluginId, record);
    }
    return record;
  }

  /** What is asked now counts for the next one of its server. */
  #isDue(
    tick: Tick,
    answering: Set<string>,
    failing: ReadonlySet<string>,
  ): boolean {
    const { observation } = tick;
    const { serverIdOf, isNeeded } = this.#options;
    const serverId = serverIdOf(observation);
    const mayRest =
      answering.has(serverId) &&
      // Whether only that one fails is to be known.
      !failing.has(serverId) &&
      !this.#isDoubted(observation) &&
      this.#isUnused(tick) &&
      // What its plugin was answered costs no question.
      !this.#isHeard(tick);
    const rest = restIntervals[isNeeded(observation) ? 'needed' : 'others'];
    const isNow = this.#isOld(observation, mayRest ? rest : 1);
    if (isNow && this.#recordOf(observation).reachability?.failures === 0) {
      answering.add(serverId);
    }
    return isNow;
  }

  /**
   * Whether its plugin holds no connection, wants none and was refused none since the
   * last pulse: what it may be short of is told as soon as that of any.
   */
  #isUnused({ observation, oldestWaitMs, running }: Tick): boolean {
    const { pluginId, traffic } = observation;
    const { used = 0, pending = 0 } = observation.poolCounters() ?? {};
    return (
      Math.max(used, pending, oldestWaitMs, running.length) === 0 &&
      (traffic.lastConnectionFailure?.at ?? 0) <=
        (this.#knownAt.get(pluginId) ?? 0)
    );
  }

  #isOld(observation: Observation, intervals: number): boolean {
    const opened =
      observation.client ??
      observation.clientFailure ??
      isPending(observation, this.#options.now());
    if (!opened || this.#options.isBusy(observation)) {
      return false;
    }
    const { reachability } = this.#recordOf(observation);
    const { intervalMs, failureThreshold, now } = this.#options;
    const confirming =
      reachability !== undefined &&
      reachability.failures > 0 &&
      reachability.failures < failureThreshold;
    const { tickMs } = this;
    const doubted =
      this.#isDoubted(observation) && reachability?.readOnly === undefined;
    return isDue(this.#knownAt.get(observation.pluginId), now(), {
      everyMs: confirming || doubted ? tickMs : intervals * intervalMs,
      tickMs,
    });
  }

  async #look(tick: Tick): Promise<void> {
    const { observation, answeredAt, oldestWaitMs, running } = tick;
    const { failureLog, now, pingOf } = this.#options;
    const record = this.#recordOf(observation);
    const ping = pingOf(observation);
    const beganAt = now();
    const numbers = {
      pool: readPool(observation, oldestWaitMs),
      queries: readQueries(observation, running, beganAt),
      token: readToken(observation),
    };
    if (isPending(observation, beganAt)) {
      this.#note(observation, waitsForClient(observation, beganAt), numbers, {
        beganAt,
        knownAt: beganAt,
      });
      return;
    }
    const heard = answeredAt !== undefined && this.#isHeard(tick);
    const asked =
      heard && !this.#isPingDue(record) && !this.#isDoubted(observation)
        ? undefined
        : ping && (await ask(observation, ping, failureLog));
    // What the plugin was answered holds, whatever becomes of a question of ours:
    // that may fail since the plugin needs all the connections that there are.
    const byItself = heard && asked?.outcome !== 'answered';
    const beat = byItself ? answeredByItself(answeredAt) : asked;
    if (!beat) {
      return;
    }
    this.#note(observation, beat, numbers, {
      beganAt,
      knownAt: byItself ? answeredAt : beganAt,
    });
  }

  #note(
    observation: Observation,
    beat: Beat,
    numbers: Parameters<PulseRecord['note']>[1],
    { beganAt, knownAt }: { beganAt: number; knownAt: number },
  ): void {
    const { now, note } = this.#options;
    const record = this.#recordOf(observation);
    this.#knownAt.set(observation.pluginId, knownAt);
    const at = now();
    record.note(beat, numbers, at, beganAt);
    note(observation, record.readings(at));
  }

  /**
   * Whether an answer to the plugin's own queries came since the last pulse: one that
   * came while ours got none may be older than what stopped the server.
   */
  #isHeard({ observation, answeredAt = 0 }: Tick): boolean {
    const { pluginId, traffic } = observation;
    return (
      answeredAt > (this.#knownAt.get(pluginId) ?? 0) &&
      answeredAt > (this.#recordOf(observation).failedAt ?? 0) &&
      answeredAt > (traffic.lastConnectionFailure?.at ?? 0)
    );
  }

  /** Whether the look at its server says otherwise of writes than it did itself. */
  #isDoubted(observation: Observation): boolean {
    const { reachability } = this.#recordOf(observation);
    return (
      reachability?.answered === true &&
      this.#options.isReadOnly(observation) !==
        (reachability.readOnly !== undefined)
    );
  }

  #isPingDue({ ping }: PulseRecord): boolean {
    const { intervalMs, now } = this.#options;
    const { tickMs } = this;
    return isDue(ping?.at, now(), {
      everyMs: pingAfterIntervals * intervalMs,
      tickMs,
    });
  }
}
