import type { SizeLimit } from 'backstage-plugin-database-health-common';
import type { Connections } from './connections';
import type {
  Environment,
  Identity,
  InstalledPlugins,
  Neighbours,
} from './environment';
import type { LedgerFact } from './ledgers';
import type { Pool, PoolBudget, ReportedPool } from './pools';
import type { Ping, Reachability, ServerReachability } from './pulse';
import type { Queries, QueryHistory, ServerStatementsFact } from './queries';
import type { Relations } from './relations';
import type { Sessions } from './sessions';
import type { Disk, ServerSize, Size, SizeHistory } from './size';
import type { DatabaseStatistics } from './statistics';

/**
 * Every fact that can be known of a plugin database or of its server. One
 * line per fact: a check names the facts that it needs, and reading one that
 * it did not name does not compile.
 *
 * @public
 */
export interface Facts {
  /** Whether the database answers. Read by the pulse. */
  reachability: Reachability;
  /** The round trip of `select 1`. Read by the pulse. */
  ping: Ping;
  /** The pool of this process. Read by the pulse. */
  pool: Pool;
  /** The pools of the same plugin in other living replicas. */
  otherPools: readonly ReportedPool[];
  /** What its plugin ran in this process. Read by the pulse. */
  queries: Queries;
  /** The process that looks. Known without reading. */
  environment: Environment;
  /** Which database on which server this is. Read by the survey. */
  identity: Identity;
  /** How big it is. Read by the survey. */
  size: Size;
  /** What fills it. Read by the survey. */
  relations: Relations;
  /**
   * The disk on which it lies; `null` where it lies in memory. Read by the
   * survey where the engine knows it.
   */
  disk: Disk | null;
  /** How big it may become, by configuration or disk. Known after the survey. */
  sizeLimit: SizeLimit | null;
  /**
   * How big it was. `null` while the store does not work: our own trouble,
   * which says nothing of the database, so that its checks are skipped.
   */
  sizeHistory: SizeHistory | null;
  /**
   * How long its plugin's queries took in the last week. `null` while the store
   * does not work.
   */
  queryHistory: QueryHistory | null;
  /** Its migrations tables. Read by the survey. */
  ledgers: readonly LedgerFact[];
  /**
   * What the server measured of single statements; `null` where it does not
   * measure them. Read by the survey.
   */
  serverStatements: ServerStatementsFact | null;
  /** The connections of the whole server. Read by the pulse, once per server. */
  connections: Connections;
  /**
   * What the server counts for each of the databases in which plugin databases
   * lie. Read by the pulse, once per server.
   */
  statistics: readonly DatabaseStatistics[];
  /**
   * The sessions of this plugin database that do something, or keep others from
   * it. Read by the pulse, once per server.
   */
  sessions: Sessions;
  /** What else lies on the server by the names of plugin databases. */
  neighbours: Neighbours;
  /** The plugins of all live replicas; `null` while the store does not work. */
  installedPlugins: InstalledPlugins | null;
  /**
   * Whether a server answers any of its plugin databases. Put together per server.
   */
  serverReachability: ServerReachability;
  /** What all plugin databases of the server hold. Put together per server. */
  serverSize: ServerSize;
  /** What all pools on this server may open together. Put together per server. */
  poolBudget: PoolBudget;
}

/**
 * The name of a fact.
 *
 * @public
 */
export type FactName = keyof Facts;
