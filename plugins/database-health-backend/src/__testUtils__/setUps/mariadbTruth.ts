import { type MariadbServer, startMariadb } from 'mariadb-server';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import {
  asSuperuser,
  superuserSession,
} from '../../engines/__testUtils__/mariadbSubjects';
import { readStatements, type Variables } from './folder';
import {
  type ConnectionsTruth,
  isLedger,
  type Place,
  type ServerTruth,
} from './truth';

/** Databases that every server has. */
const ofTheServer = [
  'information_schema',
  'mysql',
  'performance_schema',
  'sys',
];

/** A MariaDB server of its own, with the truth about it. */
export class MariadbTruth implements ServerTruth {
  readonly server: MariadbServer;
  /** Always open, so that the portal and we count the same. */
  readonly #admin: Connection;

  private constructor(server: MariadbServer, admin: Connection) {
    this.server = server;
    this.#admin = admin;
  }

  static async start(
    settings: Record<string, string> = {},
  ): Promise<MariadbTruth> {
    const server = await startMariadb({
      // It counts the failures of each statement.
      settings: { performance_schema: 'on', ...settings },
    });
    return new MariadbTruth(server, await superuserSession(server));
  }

  /** Runs an SQL file of a set-up as the administrator would. */
  async apply(folder: string, env: Variables, file?: string): Promise<void> {
    for (const statement of readStatements(folder, env, file)) {
      await this.#admin.query(statement);
    }
  }

  run(sql: string, database?: string): Promise<RowDataPacket[]> {
    return asSuperuser(this.server, sql, database);
  }

  async names(): Promise<string[]> {
    const rows = await this.run('show databases');
    return rows
      .map(({ Database }) => Database)
      .filter(name => !ofTheServer.includes(name));
  }

  /** Counts the pages anew, then asks InnoDB for their number. */
  async sizeBytes({ name }: Place): Promise<number> {
    for (const table of await this.#tables(name)) {
      await this.run(`analyze table \`${table}\``, name);
    }
    const [{ bytes }] = await this.run(
      `select coalesce(sum(clust_index_size + other_index_size), 0)
         * @@innodb_page_size as bytes
       from information_schema.innodb_sys_tablestats
       where left(name, locate('/', name) - 1) = '${asInnodb(name)}'`,
    );
    return Number(bytes);
  }

  async ledgers({ name }: Place): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of (await this.#tables(name)).filter(isLedger)) {
      const [{ count }] = await this.run(
        `select count(*) as count from \`${table}\``,
        name,
      );
      counts[table] = Number(count);
    }
    return counts;
  }

  async connections(): Promise<ConnectionsTruth> {
    const [rows] = await this.#admin.query<RowDataPacket[]>(
      `select @@max_connections as available, count(*) as used
       from information_schema.processlist where command <> 'Daemon'`,
    );
    return { available: Number(rows[0].available), used: Number(rows[0].used) };
  }

  /** As the server counts what failed: for want of a right, or for any other cause. */
  async denied(): Promise<string[]> {
    const rows = await this.run(
      `select schema_name as place, digest_text as statement, sum_errors as errors
       from performance_schema.events_statements_summary_by_digest
       where sum_errors > 0`,
    );
    return rows.flatMap(({ place, statement, errors }) =>
      Array<string>(Number(errors)).fill(`${place}: ${statement}`),
    );
  }

  async dispose(): Promise<void> {
    this.#admin.destroy();
    await this.server.dispose();
  }

  async #tables(name: string): Promise<string[]> {
    const rows = await this.run('show tables', name);
    return rows.flatMap(row => Object.values<string>(row));
  }
}

/** As InnoDB names the folder of a database. */
function asInnodb(name: string): string {
  return name.replaceAll('-', '@002d');
}
