import type { MariadbServer } from 'mariadb-server';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { observedPlugin } from './observedPlugin';
import type { SubjectKind } from './subject';

/** A session of the superuser, outside any plugin's pool. */
export async function superuserSession(
  server: MariadbServer,
  database?: string,
): Promise<Connection> {
  return mysql.createConnection(server.connection(database));
}

/** Runs one statement as the superuser. */
export async function asSuperuser(
  server: MariadbServer,
  sql: string,
  database?: string,
): Promise<RowDataPacket[]> {
  const connection = await superuserSession(server, database);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    connection.destroy();
  }
}

/**
 * Plugin databases of a MariaDB server, with what a plugin's connections may
 * have besides.
 */
export function mariadb(
  server: MariadbServer,
  connection: object = {},
  database: object = {},
): SubjectKind {
  return {
    version: `${server.version}-MariaDB`,
    estimatesSize: true,
    timePrecisionMs: 1_000,
    async create(pluginId) {
      const name = `backstage_plugin_${pluginId}`;
      const plugin = await observedPlugin(pluginId, {
        client: 'mysql2',
        connection: { ...server.connection(), ...connection },
        ...database,
      });
      return {
        ...plugin,
        identity: {
          engine: 'mysql',
          name,
          role: 'primary',
          inMemory: false,
        },
        /** Counts the pages anew, then asks InnoDB for their number. */
        async sizeBytes() {
          const tables = await asSuperuser(server, 'show tables', name);
          for (const table of tables.flatMap(Object.values)) {
            await asSuperuser(server, `analyze table \`${table}\``, name);
          }
          const [{ bytes }] = await asSuperuser(
            server,
            `select coalesce(sum(clust_index_size + other_index_size), 0)
               * @@innodb_page_size as bytes
             from information_schema.innodb_sys_tablestats
             where name like '${name}/%'`,
          );
          return Number(bytes);
        },
      };
    },
    async dispose() {},
  };
}
