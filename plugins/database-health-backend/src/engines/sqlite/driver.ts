import { join, resolve } from 'node:path';
import { textOf } from '../../pure/connection';
import type { Driver } from '../driver';

/** What is used of a connection of `better-sqlite3`. */
interface PooledConnection {
  inTransaction?: boolean;
  exec?(sql: string): unknown;
}

/** `better-sqlite3`. */
export const sqliteDriver: Driver = {
  isClient: name => name.includes('sqlite'),
  commonKeys: [],
  connectionKeys: ['directory', 'filename', 'flags', 'mode', 'options'],
  parse: filename => ({ filename }),
  addressOf(connection, pluginId) {
    const filename = textOf(connection.filename) ?? `${pluginId}.sqlite`;
    return filename === ':memory:'
      ? filename
      : resolve(join(textOf(connection.directory) ?? '.', filename));
  },
  // To close a database in memory would lose it, and a file is never out of reach.
  reset(connection: PooledConnection) {
    if (connection.inTransaction) {
      connection.exec?.('ROLLBACK');
    }
  },
};
