import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { observationRegistryServiceRef } from '../observation/registry';
import { type DatabaseObservations } from '../observation/types';
import type { Knex } from 'knex';
import databaseHealthFeature from '..';
import { type Asking, asking } from './asking';
import { closePools } from './closePools';

/** Names of the migrations that the test plugin `inventory` brings. */
export const inventoryMigrations = [
  '20250101000000_items.js',
  '20250201000000_shelves.js',
];

const codeMigrations = {
  async getMigrations() {
    return ['20250301000000_tasks'];
  },
  getMigrationName: (name: string) => name,
  async getMigration() {
    return {
      up: (knex: Knex) => knex.schema.createTable('tasks', t => t.increments()),
      down: (knex: Knex) => knex.schema.dropTable('tasks'),
    };
  },
} as Knex.MigrationSource<string>;

/** A backend with real databases, and questions to ask it. */
export interface Portal extends Asking {
  /** `host:port` on which it listens. */
  address: string;
  /** The client that the plugin `inventory` got from its database service. */
  inventory: Knex;
  /** The client of a plugin; `undefined` where it got none. */
  clientOf(pluginId: string): Knex | undefined;
  /** Where the migrations of `inventory` lie. */
  migrationsDirectory: string;
  /**
   * What the plugin `inventory` does when it starts, unless `skipMigrations` is
   * configured for it; throws as Knex does.
   */
  migrate(): Promise<void>;
  stop(): Promise<void>;
}

export interface PortalOptions {
  /** `backend.database`. */
  database: JsonObject;
  /** `databaseHealth`. Pulses come every second unless it says otherwise. */
  databaseHealth?: JsonObject;
  /** More of `backend`. */
  backend?: JsonObject;
  features?: BackendFeature[];
  /** Ids for the plugins `inventory` and `orders`, in this order. */
  pluginIds?: readonly [string, string];
  /** With which all is asked, where `features` bring Backstage's own authentication. */
  token?: string;
}

/**
 * Starts a backend with our feature, a plugin `inventory` with two ledgers and
 * a plugin `orders` with an empty database.
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const [inventoryId, ordersId] = options.pluginIds ?? ['inventory', 'orders'];
  const directory = await writeMigrations();
  let inventory: Knex | undefined;
  let observations: DatabaseObservations | undefined;
  const inventoryPlugin = createBackendPlugin({
    pluginId: inventoryId,
    register(env) {
      env.registerInit({
        deps: {
          database: coreServices.database,
          registry: observationRegistryServiceRef,
        },
        async init({ database, registry }) {
          observations = registry;
          inventory = await database.getClient();
          if (!database.migrations?.skip) {
            await migrate(inventory, directory);
          }
        },
      });
    },
  });
  const ordersPlugin = createBackendPlugin({
    pluginId: ordersId,
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          await database.getClient();
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      databaseHealthFeature,
      inventoryPlugin,
      ordersPlugin,
      schedulerServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example.com' },
          backend: {
            ...options.backend,
            baseUrl: 'http://localhost:7007',
            database: options.database,
          },
          databaseHealth: {
            pulse: { interval: '1s' },
            ...options.databaseHealth,
          },
        },
      }),
      ...(options.features ?? []),
    ],
  });
  const { port } = backend.server.address() as AddressInfo;

  return {
    address: `127.0.0.1:${port}`,
    inventory: inventory!,
    clientOf: pluginId => observations!.get(pluginId)?.client,
    migrationsDirectory: directory,
    migrate: () => migrate(inventory!, directory),
    ...asking(backend.server, options.token),
    async stop() {
      await backend.stop();
      await closePools(observations!);
      await rm(directory, { recursive: true });
    },
  };
}

async function migrate(inventory: Knex, directory: string): Promise<void> {
  await inventory.migrate.latest({ directory });
  await inventory.migrate.latest({
    tableName: 'inventory_tasks__knex_migrations',
    migrationSource: codeMigrations,
  });
}

async function writeMigrations(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'database-health-'));
  for (const [index, name] of inventoryMigrations.entries()) {
    await writeFile(
      join(directory, name),
      `exports.up = knex => knex.schema.createTable('t${index}', t => t.increments());
       exports.down = knex => knex.schema.dropTable('t${index}');`,
    );
  }
  return directory;
}
