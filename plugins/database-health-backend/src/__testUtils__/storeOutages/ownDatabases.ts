import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { asSuperuser } from '../../engines/__testUtils__/postgresSubjects';

const news = 'incidents|incident_\\w+|transitions|statuses|dismissals|silences';
const others =
  'replicas|surveys|samples?|sampled_\\w+|server_\\w+|upkeep|backend_versions|version_ledgers|\\w*checksums|migration_failures|\\w*knex_migrations\\w*';

const statementsOf = (tables: string) =>
  new RegExp(`\\b(${tables})\\b|information_schema\\.tables`);

/** Statements of the store; those of surveys may name a ledger, too. */
export const ofStore = statementsOf(`${news}|${others}`);

/** The same without what is written, and read, because something has changed. */
export const ofStoreButNews = statementsOf(others);

/** Of what Backstage keeps beside it. */
export const ofKeys = /backstage_backend_public_keys/;

/** The database of a store, which belongs to a role of its own. */
export interface OwnDatabase {
  readonly server: PostgresServer;
  /** Of the role, and its password. */
  readonly role: string;
  readonly database: string;
  /** As the superuser. */
  admin<Row extends object>(sql: string): Promise<Row[]>;
  /** As the superuser, in this database. */
  run<Row extends object>(sql: string): Promise<Row[]>;
  /** As the role, in this database. */
  as<T>(work: (knex: Knex) => Promise<T>): Promise<T>;
  /** Which keep what they began with. */
  endSessions(): Promise<unknown>;
  /** What was asked of it so far: statements of these, and connections refused. */
  asked(what: RegExp): number;
}

/** A server that writes down what every role asks it. */
export async function loggingServer(): Promise<PostgresServer> {
  const server = await startPostgres({
    major: 18,
    settings: {
      max_connections: '300',
      log_statement: 'all',
      logging_collector: 'on',
      log_directory: 'statements',
      log_filename: 'all.log',
      log_line_prefix: '<%u> ',
    },
  });
  return server;
}

export function ownDatabaseOf(
  server: PostgresServer,
  role: string,
): OwnDatabase {
  const database = `${role}_database-health`;
  const admin: OwnDatabase['admin'] = sql => asSuperuser(server, sql);
  return {
    server,
    role,
    database,
    admin,
    run: sql => asSuperuser(server, sql, database),
    async as(work) {
      const knex = knexFactory({
        client: 'pg',
        connection: {
          ...server.connection(database),
          user: role,
          password: role,
        },
      });
      try {
        return await work(knex);
      } finally {
        await knex.destroy();
      }
    },
    endSessions: () =>
      admin(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`,
      ),
    asked: what =>
      linesOf(server).filter(
        line =>
          line.startsWith(`<${role}> `) &&
          (/> FATAL: /.test(line) ||
            (/> LOG: {2}(statement|execute)/.test(line) && what.test(line))),
      ).length,
  };
}

function linesOf({ dataDirectory }: PostgresServer): string[] {
  const folder = join(dataDirectory, 'statements');
  return readdirSync(folder).flatMap(file =>
    readFileSync(join(folder, file), 'utf8').split('\n'),
  );
}
