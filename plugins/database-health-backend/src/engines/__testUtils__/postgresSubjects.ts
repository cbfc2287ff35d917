import type { Knex } from 'knex';
import { Client } from 'pg';
import type { PostgresServer } from 'postgres-server';
import { observedPlugin } from './observedPlugin';
import type { Subject, SubjectKind } from './subject';

/** The versions that the package `postgres-server` starts. */
const versions = { 14: '14.23', 18: '18.4' };

/** A session of the superuser, outside any plugin's pool. */
export async function superuserSession(
  server: PostgresServer,
  database?: string,
): Promise<Client> {
  const client = new Client(server.connection(database));
  await client.connect();
  return client;
}

/** Runs one statement as the superuser. */
export async function asSuperuser<Row extends object>(
  server: PostgresServer,
  sql: string,
  database?: string,
): Promise<Row[]> {
  const client = await superuserSession(server, database);
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What another replica's client of the same plugin is made with. */
export function asAnotherReplica(
  server: PostgresServer,
  { identity, observation }: Subject,
): Knex.Config {
  return {
    client: 'pg',
    connection: {
      ...server.connection(identity.name),
      application_name: `backstage_plugin_${observation.pluginId}`,
    },
    searchPath: identity.schema ? [identity.schema] : undefined,
  };
}

/** Plugin databases that are whole PostgreSQL databases. */
export function databaseMode(
  server: PostgresServer,
  role: { user?: string; password?: string } = {},
): SubjectKind {
  return {
    version: versions[server.major],
    async create(pluginId) {
      const name = `backstage_plugin_${pluginId}`;
      const plugin = await observedPlugin(pluginId, {
        client: 'pg',
        connection: { ...server.connection(), ...role },
      });
      return {
        ...plugin,
        identity: {
          engine: 'postgres',
          name,
          role: 'primary',
          inMemory: false,
        },
        async sizeBytes() {
          const [row] = await asSuperuser<{ bytes: string }>(
            server,
            `select pg_database_size('${name}') as bytes`,
          );
          return Number(row.bytes);
        },
      };
    },
    async dispose() {},
  };
}

/** Plugin databases that are schemas of one PostgreSQL database. */
export function schemaMode(server: PostgresServer): SubjectKind {
  const name = 'portal';
  return {
    version: versions[server.major],
    async create(pluginId) {
      await asSuperuser(server, `create database ${name}`).catch(() => {});
      const plugin = await observedPlugin(pluginId, {
        client: 'pg',
        connection: server.connection(name),
        pluginDivisionMode: 'schema',
      });
      return {
        ...plugin,
        identity: {
          engine: 'postgres',
          name,
          schema: pluginId,
          role: 'primary',
          inMemory: false,
        },
        async sizeBytes() {
          const [row] = await asSuperuser<{ bytes: string }>(
            server,
            `select sum(pg_total_relation_size(oid)) as bytes from pg_class
             where relnamespace = '${pluginId}'::regnamespace
               and relkind in ('r', 'm', 'S')`,
            name,
          );
          return Number(row.bytes);
        },
      };
    },
    async dispose() {},
  };
}
