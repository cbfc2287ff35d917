import createKnex, { type Knex } from 'knex';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { createDatabaseObservations } from '../registry';
import { type Observation } from '../types';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';

/** Real databases, and clients of theirs that are closed with them. */
export class TestDatabase {
  readonly #config: Knex.Config;
  readonly #clients: Knex[] = [];

  static async postgres(
    major: (typeof availableMajors)[number],
    settings?: Record<string, string>,
  ): Promise<TestDatabase & { server: PostgresServer }> {
    const server = await startPostgres({ major, settings });
    return Object.assign(
      new TestDatabase({
        client: 'pg',
        connection: server.connection(),
        pool: { min: 0, max: 2 },
      }),
      { server },
    );
  }

  static async sqlite(): Promise<TestDatabase> {
    return new TestDatabase({
      client: 'better-sqlite3',
      connection: ':memory:',
    });
  }

  readonly server?: PostgresServer;

  private constructor(config: Knex.Config) {
    this.#config = config;
  }

  /** A client that nobody observes. */
  connect(config: Knex.Config = {}): Knex {
    const client = createKnex({
      useNullAsDefault: true,
      log: { warn() {} },
      ...this.#config,
      ...config,
    });
    this.#clients.push(client);
    return client;
  }

  /** A client as a plugin gets it from an observed database service. */
  async observe(
    config: Knex.Config = {},
    {
      observations = createDatabaseObservations(),
      pluginId = 'catalog',
      client: known = undefined as Knex | undefined,
    } = {},
  ): Promise<{ client: Knex; observation: Observation }> {
    const service = observeDatabaseService(
      { getClient: async () => known ?? this.connect(config) },
      {
        pluginId,
        observations,
        configured: { engine: 'postgres', name: 'any', address: 'any:1' },
      },
    );
    const client = await service.getClient();
    return { client, observation: observations.get(pluginId)! };
  }

  /** Closes all clients. */
  async close(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map(each => each.destroy()));
  }

  async dispose(): Promise<void> {
    await this.close();
    await this.server?.dispose();
  }
}

/** Every database that the tests run on. */
export const testDatabases: { name: string; start(): Promise<TestDatabase> }[] =
  [
    ...availableMajors.map(major => ({
      name: `PostgreSQL ${major}`,
      start: () => TestDatabase.postgres(major),
    })),
    { name: 'SQLite', start: () => TestDatabase.sqlite() },
  ];

/** Waits until something holds; the test's own timeout is the limit. */
export async function until(holds: () => unknown): Promise<void> {
  while (!(await holds())) {
    await new Promise(done => setTimeout(done, 10));
  }
}
