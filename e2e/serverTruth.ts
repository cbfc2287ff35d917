import { Client } from 'pg';
import type { PostgresServer } from 'postgres-server';
import type { RunningPortal } from './startPortal';

/** A table of applied migrations, as the database itself has it. */
export interface LedgerRows {
  table: string;
  /** Names of the applied migrations, in the order of their names. */
  applied: string[];
}

/** Runs one line of SQL on the portal's own server; returns its rows. */
export async function runSql<Row extends object>(
  portal: RunningPortal,
  database: string,
  sql: string,
): Promise<Row[]> {
  if (!portal.postgres) {
    throw new Error('This portal has no PostgreSQL server');
  }
  return askServer(portal.postgres, sql, database);
}

/** Runs one line of SQL as the superuser; returns its rows. */
export async function askServer<Row extends object>(
  server: PostgresServer,
  sql: string,
  database?: string,
): Promise<Row[]> {
  const client = new Client(server.connection(database));
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every plugin that the backend says in its log to have started, by name. */
export function installedPlugins(portal: RunningPortal): string[] {
  const started = /Plugin initialization started: ([^"]+)/.exec(portal.log());
  return [...(started?.[1] ?? '').matchAll(/'([^']+)'/g)]
    .map(([, pluginId]) => pluginId)
    .sort();
}

/** The size of every database on the server whose name is that of a plugin's, in bytes. */
export async function databaseSizes(
  portal: RunningPortal,
): Promise<Map<string, number>> {
  const rows = await runSql<{ name: string; bytes: string }>(
    portal,
    'postgres',
    `select datname as name, pg_database_size(oid) as bytes
     from pg_database where datname like 'backstage\\_plugin\\_%'`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

/** Every ledger of a database: a table that has a lock table beside it. */
export async function ledgerRows(
  portal: RunningPortal,
  database: string,
): Promise<LedgerRows[]> {
  const tables = await runSql<{ table: string }>(
    portal,
    database,
    `select t.tablename as table from pg_tables t
     join pg_tables lock on lock.schemaname = t.schemaname
       and lock.tablename = t.tablename || '_lock'
     where t.schemaname = 'public' order by 1`,
  );
  return Promise.all(
    tables.map(async ({ table }) => {
      const rows = await runSql<{ name: string }>(
        portal,
        database,
        `select name from "${table}" order by name`,
      );
      return { table, applied: rows.map(({ name }) => name) };
    }),
  );
}
