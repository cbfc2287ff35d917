import type { ConnectionPeak, Connections } from './connections';
import type { Encryption, ServerCertificate } from './encryption';
import type {
  Environment,
  Identity,
  InstalledPlugins,
  Neighbours,
} from './environment';
import type { LedgerFact } from './ledgers';
import type { Ownership } from './ownership';
import type { Pool, PoolBudget, ReportedPool } from './pools';
import type { Ping, Reachability, ServerReachability } from './pulse';
import type { Queries, QueryHistory, ServerStatementsFact } from './queries';
import type { Relations } from './relations';
import type { Sessions } from './sessions';
import type {
  DatabaseFile,
  Disk,
  ServerSize,
  Size,
  SizeHistory,
  SizeLimit,
} from './size';
import type { DatabaseStatistics } from './statistics';
import type { IdentityToken } from './tokens';

/**
 * What can be known of a plugin database or of its server without further
 * modules: one line per fact, of which `factCatalogue` has the entry.
 *
 * @public
 */
export interface BuiltInFacts {
  /** Whether the database answers. */
  reachability: Reachability;
  /** The round trip of `select 1`. */
  ping: Ping;
  /** The pool of this process. */
  pool: Pool;
  /** The pools of the same plugin in other living replicas. */
  otherPools: readonly ReportedPool[];
  /** With which its plugin logs in here; `null` where it has a password. */
  identityToken: IdentityToken | null;
  /** What its plugin ran in this process. */
  queries: Queries;
  /** The process that looks. */
  environment: Environment;
  /** Which database on which server this is. */
  identity: Identity;
  /** Whether the plugin talks with it over TLS. */
  encryption: Encryption;
  /** How big it is. */
  size: Size;
  /** What fills it. */
  relations: Relations;
  /** The disk on which it lies; `null` where it lies in memory. */
  disk: Disk | null;
  /** Its file, where it is one; `null` where it lies in memory. */
  file: DatabaseFile | null;
  /** How big it may become, by configuration or disk. */
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
  /** Its migrations tables. */
  ledgers: readonly LedgerFact[];
  /** What of it belongs to another role. Read by the survey where roles own tables. */
  ownership: Ownership;
  /** What the server measured of single statements. */
  serverStatements: ServerStatementsFact;
  /** The connections of the whole server, and whether it takes writes. */
  connections: Connections;
  /**
   * What the server counts for each of the databases in which plugin databases
   * lie, or for all together.
   */
  statistics: readonly DatabaseStatistics[];
  /**
   * The sessions of this plugin database that do something, or keep others from
   * it.
   */
  sessions: Sessions;
  /** What else lies on the server by the names of plugin databases. */
  neighbours: Neighbours;
  /** The plugins of all live replicas; `null` while the store does not work. */
  installedPlugins: InstalledPlugins | null;
  /** Whether a server answers any of its plugin databases. */
  serverReachability: ServerReachability;
  /**
   * The certificate of the server that ends first, by whichever address it is reached;
   * `null` where none was shown.
   */
  certificate: ServerCertificate | null;
  /** What all plugin databases of the server hold. */
  serverSize: ServerSize;
  /** What all pools on this server may open together. */
  poolBudget: PoolBudget;
  /**
   * The most connections of the last 7 days, as far as they are known; `null`
   * where none were counted.
   */
  connectionPeak: ConnectionPeak | null;
}

/**
 * Every fact. A check names the facts that it needs, and reading one that it did
 * not name does not compile. A module that adds a fact declares it here:
 * `declare module 'backstage-plugin-database-health-node' { interface Facts { … } }`.
 *
 * @public
 */
export interface Facts extends BuiltInFacts {}

/**
 * The name of a fact.
 *
 * @public
 */
export type FactName = keyof Facts;
