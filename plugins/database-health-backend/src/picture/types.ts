import type {
  CheckResult,
  Finding,
  Status,
} from 'backstage-plugin-database-health-common';
import type {
  JudgedRemedy,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';

/**
 * A plugin database as the picture knows it: observed by this process, or told
 * of by a replica that observes it.
 */
export type WatchedDatabase = Pick<
  Observation,
  'pluginId' | 'configured' | 'migrationsSkipped'
>;

/** A finding, whoever reads it. */
export interface JudgedFinding extends Omit<Finding, 'remedy'> {
  remedy: JudgedRemedy;
}

/** What one check said, whoever reads it. */
export interface JudgedResult extends Omit<CheckResult, 'findings'> {
  findings: JudgedFinding[];
}

/** Facts and results of one plugin database at one moment. */
export interface Snapshot {
  readonly database: WatchedDatabase;
  /** `undefined` where only other replicas observe it. */
  readonly observation: Observation | undefined;
  readonly serverId: string;
  /** The newest attempt at each fact. */
  readonly readings: Readings;
  /** The newest attempt at each fact that succeeded. */
  readonly known: Readings;
  readonly results: readonly JudgedResult[];
  readonly status: Status;
  /** Epoch milliseconds; `undefined` before the first pulse. */
  readonly checkedAt: number | undefined;
  /** Epoch milliseconds; `undefined` before the first survey. */
  readonly surveyedAt: number | undefined;
}

/** Facts and results of one server at one moment. */
export interface ServerSnapshot {
  readonly id: string;
  readonly databases: readonly Snapshot[];
  readonly known: Readings;
  readonly results: readonly JudgedResult[];
}

/** A server as its checks leave it. */
export type JudgedServer = Pick<ServerSnapshot, 'id' | 'databases' | 'results'>;
