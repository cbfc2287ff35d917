import type { Engine } from 'backstage-plugin-database-health-common';

/**
 * The backend process that looks, and what is configured for the plugin in it.
 *
 * @public
 */
export interface Environment {
  /** `NODE_ENV` is `production`. */
  production: boolean;
  /** Seconds since this backend process started. */
  uptimeSeconds: number;
  /** `skipMigrations` is configured for this plugin. */
  migrationsSkipped: boolean;
  /** Keys of `backend.database` that do not do what they seem to; absent for none. */
  misleadingKeys?: readonly {
    /** `backend.database.plugin.mcpActions`. */
    key: string;
    /**
     * `no-plugin`, `unknown`: nobody reads it; `ssl-text`, `refused`: with it no
     * connection opens. It counts for all plugins only (`common-only`), where they are
     * divided by schema or by database only (`schemas-only`, `databases-only`), for
     * another client (`other-client`) or `connection.type` (`other-type`) only.
     * `each-its-own`: no plugin's database is named by it. `connection-string`,
     * `token`: that says it in its place; `replaced`: `nearest` does. `other-server`: what
     * it has made is not where the plugin looks. `made-anyway`: by `ensureExists`.
     */
    fault:
      | 'no-plugin'
      | 'ssl-text'
      | 'unknown'
      | 'refused'
      | 'common-only'
      | 'schemas-only'
      | 'databases-only'
      | 'other-client'
      | 'other-type'
      | 'each-its-own'
      | 'connection-string'
      | 'token'
      | 'replaced'
      | 'other-server'
      | 'made-anyway';
    /** What may be meant: an installed plugin for `no-plugin`, else a key. */
    nearest?: string;
  }[];
}

/**
 * Which database it is and what it runs on, as the database itself says.
 *
 * @public
 */
export interface Identity {
  engine: Engine;
  /** Database name, or the file name for SQLite, `:memory:` included. */
  name: string;
  /** The schema that the plugin owns, in schema mode only. */
  schema?: string;
  /**
   * In schema mode, where its sessions look first instead of that, `null` for nowhere;
   * absent where they look there.
   */
  foundSchema?: string | null;
  /** As the server names it: `18.4`, `3.50.1`. */
  version: string;
  role: 'primary' | 'standby' | 'unknown';
  /** Whether all is lost when the process ends. */
  inMemory: boolean;
  /**
   * Which server it is on. Absent where it is in memory, and where a replica of
   * an older version read it.
   */
  server?: {
    /**
     * What the server is known by: the same by every address and pooler that
     * leads to it and after a restart, another for each other server. Absent where
     * the role may not know.
     */
    key?: string;
    /** Likewise, until it restarts or another one answers in its place. */
    run: string;
    /**
     * Whether a connection pooler stands between; absent where nothing tells.
     */
    pooled?: boolean;
  };
}

/**
 * Databases of the server, and schemas of the database, that are named as
 * Backstage names those of plugins, as far as the role may see them.
 *
 * @public
 */
export interface Neighbours {
  /** That of the server. */
  engine: Engine;
  databases: readonly Neighbour[];
  schemas: readonly Neighbour[];
}

/**
 * A database or schema that is named as Backstage names that of a plugin.
 *
 * @public
 */
export interface Neighbour {
  name: string;
  /** That of a schema, where it is known. */
  database?: string;
  /** The plugin to which the name belongs. */
  pluginId: string;
  /**
   * `null` where the role may not know, and where it is in use: its own survey
   * reads them. Of a schema those of the last vacuum or analyze, `null` where that
   * never came.
   */
  bytes: number | null;
  /**
   * A session there has the name that Backstage gives to those of a plugin, or
   * that of the plugin that asked.
   */
  inUse?: boolean;
}

/**
 * The plugins of all live replicas, sorted by id.
 *
 * @public
 */
export interface InstalledPlugins {
  pluginIds: readonly string[];
}
