import type { JsonObject } from '@backstage/types';
import createKnex, { type Knex } from 'knex';
import { Client, type ClientConfig } from 'pg';
import { startPostgres } from 'postgres-server';

/** The role of the portal, which may log in and create databases. */
export const portalRole = { user: 'portal', password: 'portal' };

/** A server that a portal shares with others. */
export interface SharedServer {
  /** What `backend.database` says of it, with `portalRole`. */
  readonly database: JsonObject;
  /** The superuser. */
  readonly admin: Knex;
  /** A session, of the superuser unless `options` say of whom. */
  connect(options?: ClientConfig): Promise<Client>;
  /** Ends what `connect` began. */
  disconnect(): Promise<void>;
  dispose(): Promise<void>;
}

export async function startSharedServer(): Promise<SharedServer> {
  const server = await startPostgres();
  const admin = createKnex({ client: 'pg', connection: server.connection() });
  await admin.raw(`create role portal login createdb password 'portal'`);
  const connected: Client[] = [];
  return {
    database: {
      client: 'pg',
      connection: {
        ...server.connection(),
        ...portalRole,
        database: undefined,
      },
    },
    admin,
    async connect(options) {
      const client = new Client({ ...server.connection(), ...options });
      client.on('error', () => {});
      await client.connect();
      connected.push(client);
      return client;
    },
    async disconnect() {
      await Promise.all(
        connected.splice(0).map(client => client.end().catch(() => {})),
      );
    },
    async dispose() {
      await admin.destroy();
      await server.dispose();
    },
  };
}
