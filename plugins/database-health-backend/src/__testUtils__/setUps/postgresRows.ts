import type { PostgresTruth } from './postgresTruth';
import type { Place } from './truth';
import { pluginIds, type Prepared } from './describeSetUps';

/** The plugins of a portal in a test, our own included. */
const ids = ['database-health', ...pluginIds];

/** For `${POSTGRES_…}` of a set-up: a role that only its `privileges.sql` makes. */
export function variablesOf({ server }: PostgresTruth) {
  return {
    POSTGRES_HOST: server.host,
    POSTGRES_PORT: String(server.port),
    POSTGRES_USER: 'backstage',
    POSTGRES_PASSWORD: 'S3cret-of-the portal/+é',
  };
}

/** A database for each plugin, named as Backstage does. */
export function databasesOf(
  server: PostgresTruth,
  { prefix = 'backstage_plugin_' }: { prefix?: string } = {},
): Record<string, Place> {
  return Object.fromEntries(
    ids.map(id => [
      id,
      { engine: 'postgres' as const, name: `${prefix}${id}`, server },
    ]),
  );
}

/** A schema for each plugin in one database. */
export function schemasOf(
  server: PostgresTruth,
  name: string,
  prefix = '',
): Record<string, Place> {
  return Object.fromEntries(
    ids.map(id => [
      id,
      { engine: 'postgres' as const, name, schema: `${prefix}${id}`, server },
    ]),
  );
}

/** A database of somebody else, with what looks like a ledger in it. */
export async function addStranger(
  server: PostgresTruth,
  name: string,
): Promise<void> {
  await server.run(`create database "${name}"`);
  await server.run(
    `create table knex_migrations (id int primary key, name text);
     create table knex_migrations_lock (index int, is_locked int);
     insert into knex_migrations values (1, 'of-a-stranger.js')`,
    name,
  );
}

/** The common case: the folder's role on a server with a stranger beside. */
export async function onOneServer(
  server: PostgresTruth,
  folder: string,
  prepared: Partial<Prepared> = {},
): Promise<Prepared> {
  const env = variablesOf(server);
  await server.apply(folder, env);
  await addStranger(server, 'billing');
  return {
    env,
    secrets: [env.POSTGRES_PASSWORD],
    places: databasesOf(server),
    strangers: ['billing'],
    ...prepared,
  };
}
