import type { ReplicaTime } from './times';

/**
 * How many client connections a server has and takes, and whether it takes writes.
 *
 * @public
 */
export interface Connections {
  /** Client connections to the whole server. */
  used: number;
  limit: number;
  /** Of the server that was counted, as `Identity.server` has it. */
  run?: string;
  /**
   * Why it takes no writes, whoever connects: it is a standby, or was told to refuse
   * them. Absent where it takes them.
   */
  readOnly?: 'standby' | 'setting';
  /** The most that this process counted since it first looked. */
  peak?: ConnectionPeak;
  /** Places that only privileged roles may use. */
  reserved: number;
  /**
   * Those in use by the plugin that their application name names, most first;
   * `null` is everybody else. Absent where the engine knows no such name.
   */
  byPlugin?: readonly { pluginId: string | null; used: number }[];
  /**
   * Roles of plugins that have a limit of their own; absent where none has.
   */
  byLimitedRole?: readonly LimitedRole[];
}

/**
 * The most connections that a server was seen to have.
 *
 * @public
 */
export interface ConnectionPeak {
  used: number;
  /** Since when it is counted, at most for 7 days. */
  since: ReplicaTime;
}

/**
 * The connections of a role to the whole server, and the most that it may have.
 *
 * @public
 */
export interface LimitedRole {
  /** Secret without the details permission. */
  name: string;
  /** Those that connect with it, by their application names. */
  pluginIds: readonly string[];
  /** Nothing but those names says that plugins use it. */
  byName?: true;
  used: number;
  limit: number;
}
