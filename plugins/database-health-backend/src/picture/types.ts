import type { Observation } from '../observation/types';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { Judged } from '../judging/types';

/**
 * A plugin database as the picture knows it: observed by this process, or
 * reported by a replica that observes it.
 */
export type WatchedDatabase = Pick<
  Observation,
  'pluginId' | 'configured' | 'migrationsSkipped'
>;

/** Facts and results of one plugin database at one moment. */
export interface Snapshot extends Judged {
  readonly database: WatchedDatabase;
  /** `undefined` where only other replicas observe it. */
  readonly observation: Observation | undefined;
  readonly serverId: string;
  /** The newest attempt at each fact. */
  readonly readings: Readings;
  /** The newest attempt at each fact that succeeded. */
  readonly known: Readings;
  /** Epoch milliseconds; `undefined` before the first pulse. */
  readonly checkedAt: number | undefined;
  /** Epoch milliseconds; `undefined` before the first survey. */
  readonly surveyedAt: number | undefined;
}

/** Facts and results of one server at one moment. */
export interface ServerSnapshot extends Judged {
  readonly id: string;
  readonly databases: readonly Snapshot[];
  /** All by which it is known, in the order of their names. */
  readonly addresses: readonly string[];
  readonly known: Readings;
}

/** A server as its checks leave it. */
export type JudgedServer = Pick<
  ServerSnapshot,
  'id' | 'databases' | 'results' | 'status'
>;
