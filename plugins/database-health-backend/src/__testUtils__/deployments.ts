import type { JsonObject } from '@backstage/types';
import type {
  Database,
  Overview,
} from 'backstage-plugin-database-health-common';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { asSuperuser } from '../engines/__testUtils__/postgresSubjects';
import { type Portal, type PortalOptions, startPortal } from './portal';

/** How fast this machine is today is not what these tests are about. */
const timedChecks = { latency: false, 'pool-wait': false };

/** Portals one after the other on one server that they find empty. */
export class Deployments {
  readonly server: PostgresServer;
  #portal: Portal | undefined;

  private constructor(server: PostgresServer) {
    this.server = server;
  }

  /** With a role `plain` that may do nothing but log in. */
  static async open(): Promise<Deployments> {
    const deployments = new Deployments(await startPostgres());
    await deployments.run(`create role plain login password 'plain'`);
    return deployments;
  }

  /** As the superuser. */
  run<Row extends object>(sql: string, database?: string): Promise<Row[]> {
    return asSuperuser<Row>(this.server, sql, database);
  }

  /** Makes the databases of the plugins of a portal. */
  async createDatabases(owner = 'postgres'): Promise<readonly string[]> {
    const names = ['database-health', 'inventory', 'orders'].map(
      id => `backstage_plugin_${id}`,
    );
    for (const name of names) {
      await this.run(`create database "${name}" owner ${owner}`);
    }
    return names;
  }

  /** `backend.database.connection`, without a database. */
  connection(): JsonObject {
    return connectionOf(this.server);
  }

  connectionOfPlain(): JsonObject {
    return { ...this.connection(), user: 'plain', password: 'plain' };
  }

  async start(options: PortalOptions): Promise<Portal> {
    this.#portal = await startPortal({
      ...options,
      databaseHealth: { checks: timedChecks },
    });
    return this.#portal;
  }

  async stop(): Promise<void> {
    const portal = this.#portal;
    this.#portal = undefined;
    await portal?.stop();
  }

  /** Stops the portal, and drops all databases. */
  async clear(): Promise<void> {
    await this.stop();
    const databases = await this.run<{ name: string }>(
      `select datname as name from pg_database
       where not datistemplate and datname <> 'postgres'`,
    );
    for (const { name } of databases) {
      await this.run(`drop database "${name}" with (force)`);
    }
  }

  close(): Promise<void> {
    return this.server.dispose();
  }
}

/** `backend.database.connection` to a server, without a database. */
export function connectionOf(server: PostgresServer): JsonObject {
  const { database: _, ...connection } = server.connection();
  return connection;
}

/** The plugin databases of an overview, by their id. */
export function databasesById({
  databases,
}: Overview): Record<string, Database> {
  return Object.fromEntries(databases.map(each => [each.id, each]));
}
