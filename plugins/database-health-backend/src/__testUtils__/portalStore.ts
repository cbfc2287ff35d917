import knexFactory, { type Knex } from 'knex';
import type { PostgresServer } from 'postgres-server';
import { Samples, Transitions } from '../store';
import { storeOn } from '../store/__testUtils__/storeOn';

/** The store of a portal that has not started yet, and what it keeps over time. */
export async function makePortalStore(
  server: PostgresServer,
): Promise<{ stored: Knex; samples: Samples; transitions: Transitions }> {
  const name = 'backstage_plugin_database-health';
  const admin = knexFactory({ client: 'pg', connection: server.connection() });
  await admin.raw('create database ??', [name]);
  await admin.destroy();
  const stored = knexFactory({
    client: 'pg',
    connection: server.connection(name),
  });
  const store = storeOn(stored);
  return {
    stored,
    samples: new Samples(store),
    transitions: new Transitions(store),
  };
}
