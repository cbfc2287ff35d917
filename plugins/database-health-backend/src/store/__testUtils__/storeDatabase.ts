import knexFactory, { Knex } from 'knex';
import { describeEach, serverEngines } from '../../__testUtils__/engines';
import { memoryClient } from './memoryClient';

/** A server on which stores are made, one after the other. */
export interface StoreDatabase {
  /** An empty database, and the client of it; destroy it before the next. */
  create(): Promise<Knex>;
  dispose(): Promise<void>;
}

/** An engine that a store may lie on. */
interface StoreEngine {
  name: string;
  /** Whether this machine has it; if not, what needs it is skipped. */
  available: boolean;
  start(): Promise<StoreDatabase>;
}

const servers = serverEngines.map(
  ({ name, available, startServer }): StoreEngine => ({
    name,
    available,
    async start() {
      const { database, dispose } = await startServer();
      const clientOf = (databaseName?: string) =>
        knexFactory({
          client: database.client,
          connection: {
            ...database.connection,
            ...(databaseName && { database: databaseName }),
          },
        });
      return {
        async create() {
          const admin = clientOf();
          await admin.raw('drop database if exists store');
          await admin.raw('create database store');
          await admin.destroy();
          return clientOf('store');
        },
        dispose,
      };
    },
  }),
);

const sqlite: StoreEngine = {
  name: 'SQLite',
  available: true,
  start: async () => ({
    create: async () => memoryClient(),
    dispose: async () => {},
  }),
};

export const storeEngines: readonly StoreEngine[] = [...servers, sqlite];

/**
 * Tests on each of these engines. `client` gives that of a store which is empty before
 * each test.
 */
export function describeStores(
  title: string,
  tests: (client: () => Knex) => void,
): void {
  describeEach(storeEngines, title, engine => {
    let server: StoreDatabase;
    let knex: Knex;

    beforeAll(async () => {
      server = await engine.start();
    });
    afterAll(() => server?.dispose());
    beforeEach(async () => {
      knex = await server.create();
    });
    afterEach(() => knex.destroy());

    tests(() => knex);
  });
}
