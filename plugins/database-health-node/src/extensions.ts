import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type {
  Engine,
  IncidentMessage,
  IncidentWebhook,
} from 'backstage-plugin-database-health-common';
import type { AnyCheck } from './check';
import type { FactEntryOf, FactName, Facts } from './facts';
import type { ObservedDatabase } from './inspector';

/**
 * Where migrations of a ledger come from that the plugin itself does not run
 * in this process, or runs from code.
 *
 * @public
 */
export interface MigrationSource {
  pluginId: string;
  /** The migrations table. Defaults to `knex_migrations`. */
  table?: string;
  /** Defaults to the schema of the plugin, in schema mode. */
  schema?: string;
  /** The npm package that brings them. */
  package?: string;
  /** The folder they lie in, for the page. */
  directory?: string;
  /** Names of all migrations in the order in which they are applied. */
  getNames(): Promise<readonly string[]>;
}

/**
 * A fact that a module adds: what it is, and how each engine that can reads it. Its
 * name and its values are declared in {@link Facts}.
 *
 * @public
 */
export interface AddedFact<F extends FactName> {
  readonly name: F;
  readonly entry: FactEntryOf<Facts[F]> & { readonly from: 'engine' };
  readonly readers: {
    readonly [E in Engine]?: (
      db: ObservedDatabase,
      databases: readonly string[],
    ) => Promise<Facts[F]>;
  };
}

/**
 * Somebody who is told of incidents: once for all replicas, but a replica that dies
 * while it sends leaves it to another one to send again.
 *
 * @public
 */
export interface IncidentSink {
  /** The same in every replica; the log names it. At most 100 characters. */
  readonly id: string;
  /**
   * Resolves once it has been told. Where it rejects, or takes longer than 10 seconds
   * (then `signal` aborts), the same message is sent again later, with growing pauses.
   * Never called for two changes of one incident at once, or in another order.
   */
  send(message: IncidentMessage, signal: AbortSignal): Promise<void>;
  /**
   * Where there is this, it is told by this alone, once a day at the configured time,
   * and not at all where no incident is open or was closed since the last time. Resolves
   * and rejects as `send` does.
   */
  sendDigest?(
    digest: Extract<
      IncidentWebhook,
      { type: 'database-health.digest' }
    >['data'],
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Lets other modules add checks, facts, migration sources and who is told of incidents.
 *
 * @public
 */
export interface DatabaseHealthExtensionPoint {
  /** Throws where a check of that id exists. */
  addChecks(...checks: readonly AnyCheck[]): void;
  /**
   * Adds one fact, for checks that the module adds. Its readers run as all others do:
   * read only and with their time limits. Throws where a fact of that name exists, and
   * where nothing would ever read or share it.
   */
  addFact<F extends FactName>(fact: AddedFact<F>): void;
  /**
   * Names the files of ledgers that no plugin of this process ran. They are
   * preferred to what is found in the installed packages.
   */
  addMigrationSources(...sources: readonly MigrationSource[]): void;
  /** Has a sink told of incidents. Throws where one of that id exists. */
  addIncidentSink(sink: IncidentSink): void;
}

/**
 * The extension point of the backend plugin.
 *
 * @public
 */
export const databaseHealthExtensionPoint =
  createExtensionPoint<DatabaseHealthExtensionPoint>({
    id: 'database-health',
  });
