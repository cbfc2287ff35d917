import { type AddressInfo, createServer } from 'node:net';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import { mockLifecycle, mockLogger } from '../../__testUtils__/services';
import { describeFailure } from '../failure';

/** What a test calls whatever no sentence may hold. */
export const secrets =
  /s3cret|reader|vault|select|127\.0\.0\.1|localhost|invalid|:\d/;

/** Describes what `work` fails with, and makes sure that it is safe to show. */
export async function failureOf(work: () => unknown) {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => 'nothing failed',
      thrown => thrown,
    );
  const failure = describeFailure(error);
  expect(failure.sentence).toMatch(/^[A-Z].+\.$/);
  expect(failure.sentence).not.toMatch(secrets);
  return failure;
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise(done => listener.once('listening', done));
  const { port } = listener.address() as AddressInfo;
  await new Promise(done => listener.close(done));
  return port;
}

/** Asks Backstage's own database service for the client of a plugin. */
export function clientOfBackstage(database: JsonObject): Promise<Knex> {
  return DatabaseManager.fromConfig(new ConfigReader({ backend: { database } }))
    .forPlugin('catalog', {
      logger: mockLogger(),
      lifecycle: mockLifecycle(),
    })
    .getClient();
}

/** Clients of one server for one test each, but the first, which is for all. */
export function clientsOf(
  client: 'pg' | 'mysql2',
  server: () => { connection(): object },
) {
  const clients: Knex[] = [];
  return {
    connect(connection: object = {}, pool: object = { min: 0, max: 1 }): Knex {
      const knex = createKnex({
        client,
        connection: { ...server().connection(), ...connection },
        pool,
        log: { warn() {} },
      });
      clients.push(knex);
      return knex;
    },
    async destroyLater(): Promise<void> {
      await Promise.all(clients.splice(1).map(knex => knex.destroy()));
    },
  };
}
