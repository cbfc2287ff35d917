import { Client } from 'pg';
import type { PostgresServer } from 'postgres-server';

/** One plugin database to be surveyed. */
export interface Target {
  pluginId: string;
  database: string;
  /** In schema mode. */
  schema?: string;
}

/** Tables are made in transactions of so many, each of which locks them. */
const tablesAtOnce = 250;

const ledger = `
  create table knex_migrations (
    id serial primary key, name text, batch int, migration_time timestamptz
  );
  create table knex_migrations_lock (index serial primary key, is_locked int);
  insert into knex_migrations (name, batch, migration_time) values ('1_init.js', 1, now());
  insert into knex_migrations_lock (is_locked) values (0);`;

/** As a plugin has them: a key, an index more, and a column for TOAST. */
function tables(from: number, count: number, schema: string): string {
  return Array.from(
    { length: count },
    (_, index) => `
      create table "${schema}".table_${from + index} (
        id serial primary key, name text, content text
      );
      create index on "${schema}".table_${from + index} (name);
      insert into "${schema}".table_${from + index} (name, content)
        select md5(row::text), repeat(md5(row::text), 20)
        from generate_series(1, 50) row;`,
  ).join('');
}

async function inDatabase(
  server: PostgresServer,
  database: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client(server.connection(database));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Databases of their own, each with as many tables. */
export async function makeDatabases(
  server: PostgresServer,
  count: number,
  tableCount: number,
): Promise<Target[]> {
  const targets = Array.from({ length: count }, (_, index) => ({
    pluginId: `bench-${index}`,
    database: `backstage_plugin_bench-${index}`,
  }));
  const [{ database: first }, ...others] = targets;
  await inDatabase(server, 'postgres', async client => {
    await client.query(`create database "${first}"`);
  });
  await inDatabase(server, first, async client => {
    await client.query(ledger);
    await client.query(tables(0, tableCount, 'public'));
    await client.query('vacuum analyze');
  });
  await inDatabase(server, 'postgres', async client => {
    for (const { database } of others) {
      await client.query(`create database "${database}" template "${first}"`);
    }
  });
  return targets;
}

/** One database in schema mode; its largest table is the first one. */
export async function makeSchema(
  server: PostgresServer,
  tableCount: number,
): Promise<Target> {
  const target = {
    pluginId: 'bench',
    database: `portal_${tableCount}`,
    schema: 'bench',
  };
  await inDatabase(server, 'postgres', async client => {
    await client.query(`create database ${target.database}`);
  });
  await inDatabase(server, target.database, async client => {
    await client.query('create schema bench');
    await client.query(`set search_path to bench; ${ledger}`);
    for (let from = 0; from < tableCount; from += tablesAtOnce) {
      await client.query(
        tables(from, Math.min(tablesAtOnce, tableCount - from), 'bench'),
      );
    }
    await client.query(`
      insert into table_0 (name, content)
      select md5(row::text), md5(row::text) from generate_series(1, 50000) row`);
    await client.query('vacuum analyze table_0');
  });
  return target;
}
