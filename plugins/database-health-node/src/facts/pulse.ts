import type { ReplicaTime } from './times';

/**
 * Whether a plugin database answers, and since when.
 *
 * @public
 */
export interface Reachability {
  /** Whether the last pulse found it answering. */
  answered: boolean;
  /** Pulses without an answer in a row. */
  failures: number;
  /** Start of the present row of failures, epoch milliseconds. */
  failingSince?: ReplicaTime;
  /** Start of the present row of answers, epoch milliseconds. */
  answeringSince?: ReplicaTime;
  /** When it last answered a pulse or the plugin, epoch milliseconds; absent before the first. */
  lastAnsweredAt?: ReplicaTime;
  /** Why the last pulse failed. */
  failure?: Failure;
  /** Time that the last pulse took, in milliseconds. */
  tookMs: number;
  /** The pool had no free place, so nothing was asked; not a failure. */
  poolFull: boolean;
  /**
   * Why it took no writes of its plugin when it was last asked: its server is a
   * standby, or it was told to refuse them. Absent where it takes them, and where the
   * engine does not tell.
   */
  readOnly?: 'standby' | 'setting';
}

/**
 * Which plugin databases of a server answer, by their plugin ids. One whose pool has
 * no free place says nothing while others do not answer.
 *
 * @public
 */
export interface ServerReachability {
  /** Those that have answered since the first of `silent` fell silent. */
  answering: readonly string[];
  /** Those that answered, and have not been asked since then. */
  unasked: readonly string[];
  /** Those that did not answer when they were last asked. */
  silent: readonly string[];
  /** Looks without an answer in a row, of all that are silent together. */
  failures: number;
  /** Since when the first of them has been silent, epoch milliseconds. */
  silentSince?: ReplicaTime;
  /** Why the last look failed. */
  failure?: Failure;
}

/**
 * Why a database did not do what it was asked, without hosts, users, SQL or
 * the driver's own words.
 *
 * @public
 */
export interface Failure {
  kind: FailureKind;
  /** A sentence that is safe to show to anyone who may see the page. */
  sentence: string;
  /** What to do about it, where more is known than its kind says; as safe. */
  remedy?: string;
}

/**
 * What went wrong, whatever the engine; `other` is all that has no kind of its
 * own.
 *
 * @public
 */
export type FailureKind =
  | 'credentials'
  | 'database-missing'
  | 'too-many-connections'
  | 'starting'
  | 'shutting-down'
  | 'dns'
  | 'refused'
  | 'connect-timeout'
  | 'connection-lost'
  | 'tls'
  | 'timeout'
  | 'locked'
  | 'permission'
  | 'damaged'
  | 'pool-full'
  | 'other';

/**
 * How long the round trip of the cheapest question takes.
 *
 * @public
 */
export interface Ping {
  /** Exponentially weighted moving average (weight ⅓ for the newest), ms. */
  averageMs: number;
  lastMs: number;
  /** When the newest was taken, epoch milliseconds. */
  at: ReplicaTime;
}

/**
 * Readings of a pulse that are kept: ten minutes at one every 15 s.
 *
 * @public
 */
export const pulseHistoryLength = 40;
