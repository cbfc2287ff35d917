/**
 * How many client connections a server has, and how many it takes.
 *
 * @public
 */
export interface Connections {
  /** Client connections to the whole server. */
  used: number;
  limit: number;
  /** Of the server that was counted, as {@link Identity.server} has it. */
  run?: string;
  /** Places that only privileged roles may use. */
  reserved: number;
  /**
   * Those in use by the plugin that their application name names, most first;
   * `null` is everybody else. Absent where the engine knows no such name.
   */
  byPlugin?: readonly { pluginId: string | null; used: number }[];
  /** Roles that have a limit of their own; absent where none has. */
  byLimitedRole?: readonly LimitedRole[];
}

/**
 * The connections of a role to the whole server, and the most that it may have.
 *
 * @public
 */
export interface LimitedRole {
  /** Those that connect with it, by their application names. */
  pluginIds: readonly string[];
  used: number;
  limit: number;
}
