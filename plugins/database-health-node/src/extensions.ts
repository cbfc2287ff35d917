import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { AnyCheck } from './check';

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
 * Lets other modules add checks and migration sources.
 *
 * @public
 */
export interface DatabaseHealthExtensionPoint {
  /** Throws where a check of that id exists. */
  addChecks(...checks: readonly AnyCheck[]): void;
  /**
   * Names the files of ledgers that no plugin of this process ran. They are
   * preferred to what is found in the installed packages.
   */
  addMigrationSources(...sources: readonly MigrationSource[]): void;
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
