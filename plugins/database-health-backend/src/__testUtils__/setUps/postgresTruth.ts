import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import {
  type PostgresMajor,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import {
  asSuperuser,
  superuserSession,
} from '../../engines/__testUtils__/postgresSubjects';
import { readStatements, type Variables } from './folder';
import {
  type ConnectionsTruth,
  isLedger,
  type Place,
  type ServerTruth,
} from './truth';

const insufficientPrivilege = '42501';
const pluginName = 'backstage_plugin_';

/** A PostgreSQL server of its own, with the truth about it. */
export class PostgresTruth implements ServerTruth {
  readonly server: PostgresServer;
  /** Always open, so that the portal and we count the same. */
  #admin: Client;

  private constructor(server: PostgresServer, admin: Client) {
    this.server = server;
    this.#admin = admin;
  }

  static async start({
    major = 18,
    settings = {},
    dataDirectory,
  }: {
    major?: PostgresMajor;
    settings?: Record<string, string>;
    dataDirectory?: string;
  } = {}): Promise<PostgresTruth> {
    const server = await startPostgres({
      major,
      dataDirectory,
      settings: { log_line_prefix: '%e %u@%d ', ...settings },
    });
    return new PostgresTruth(server, await adminOf(server));
  }

  /** Starts it again once it was stopped. */
  async restart(): Promise<void> {
    await this.server.start();
    this.#admin = await adminOf(this.server);
  }

  /** Runs an SQL file of a set-up as the administrator would. */
  async apply(folder: string, env: Variables, file?: string): Promise<void> {
    for (const statement of readStatements(folder, env, file)) {
      await this.#admin.query(statement);
    }
  }

  run<Row extends object>(sql: string, database?: string): Promise<Row[]> {
    return asSuperuser<Row>(this.server, sql, database);
  }

  async names(places: readonly Place[]): Promise<string[]> {
    const inSchemas = new Set(
      places.flatMap(({ name, schema }) => (schema ? [name] : [])),
    );
    const databases = await this.#column(
      `select datname as value from pg_database
       where not datistemplate and datname <> 'postgres'`,
    );
    const schemas = await Promise.all(
      [...inSchemas].map(async name =>
        (
          await this.#column(
            `select nspname as value from pg_namespace
             where nspname !~ '^pg_' and nspname <> 'information_schema'
               and nspname <> 'public'`,
            name,
          )
        ).map(schema => `${name}.${schema}`),
      ),
    );
    return [
      ...databases.filter(name => !inSchemas.has(name)),
      ...schemas.flat(),
    ];
  }

  async sizeBytes({ name, schema }: Place): Promise<number> {
    const [bytes] = await (schema
      ? this.#column(
          `select coalesce(sum(pg_total_relation_size(oid)), 0)::text as value
           from pg_class
           where relnamespace = '"${schema}"'::regnamespace
             and relkind in ('r', 'm', 'S')`,
          name,
        )
      : this.#column(`select pg_database_size('${name}')::text as value`));
    return Number(bytes);
  }

  async ledgers({ name, schema }: Place): Promise<Record<string, number>> {
    const tables = await this.#column(
      `select tablename as value from pg_tables
       where schemaname = '${schema ?? 'public'}'`,
      name,
    );
    const counted = tables.filter(isLedger).map(async table => {
      const [count] = await this.#column(
        `select count(*)::text as value from "${
          schema ?? 'public'
        }"."${table}"`,
        name,
      );
      return [table, Number(count)];
    });
    return Object.fromEntries(await Promise.all(counted));
  }

  async connections(): Promise<ConnectionsTruth> {
    const { rows } = await this.#admin.query<{ application_name: string }>(
      `select application_name from pg_stat_activity
       where backend_type = 'client backend'`,
    );
    const { rows: settings } = await this.#admin.query<{ available: number }>(
      `select sum(case name when 'max_connections' then 1 else -1 end
         * setting::int)::int as available
       from pg_settings
       where name in (
         'max_connections', 'superuser_reserved_connections',
         'reserved_connections'
       )`,
    );
    const byPlugin: Record<string, number> = {};
    for (const { application_name: name } of rows) {
      if (name.startsWith(pluginName)) {
        const pluginId = name.slice(pluginName.length);
        byPlugin[pluginId] = (byPlugin[pluginId] ?? 0) + 1;
      }
    }
    return { available: settings[0].available, used: rows.length, byPlugin };
  }

  /** Read from the log, which has each refusal with its statement. */
  async denied(): Promise<string[]> {
    const log = readFileSync(
      join(this.server.dataDirectory, 'server.log'),
      'utf8',
    );
    return log
      .split(/^(?=\S{5} \S*@\S* [A-Z]+: {2})/m)
      .filter(entry => entry.startsWith(insufficientPrivilege))
      .flatMap(entry => {
        const [, who, statement] =
          /^\S+ (\S+) STATEMENT: {2}(.*)/s.exec(entry) ?? [];
        return statement ? [`${who}: ${statement.trim()}`] : [];
      });
  }

  async dispose(): Promise<void> {
    await this.#admin.end().catch(() => {});
    await this.server.dispose();
  }

  async #column(sql: string, database?: string): Promise<string[]> {
    const rows = await this.run<{ value: string }>(sql, database);
    return rows.map(({ value }) => value);
  }
}

async function adminOf(server: PostgresServer): Promise<Client> {
  const admin = await superuserSession(server);
  // A server that is stopped ends it.
  admin.on('error', () => {});
  return admin;
}
