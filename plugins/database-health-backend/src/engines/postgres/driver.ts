import type { Socket } from 'node:net';
import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { type Connection, hostAndPort, textOf } from '../../pure/connection';
import type { Driver } from '../driver';

/** `pg`. */
export const postgresDriver: Driver = {
  isClient: name => name === 'pg',
  parse: text => ({ ...parse(text) }),
  // What is not configured comes from where `pg` takes it.
  addressOf(connection) {
    const { PGHOST, PGPORT } = process.env;
    const host = textOf(connection.host) ?? textOf(PGHOST);
    const port = textOf(connection.port) ?? textOf(PGPORT) ?? '5432';
    if (connection.type === 'cloudsql') {
      return textOf(connection.instance) ?? 'cloudsql';
    }
    if (host?.startsWith('/')) {
      return join(host, `.s.PGSQL.${port}`);
    }
    return hostAndPort(host ?? 'localhost', port);
  },
  defaultDatabase(connection: Connection) {
    const { PGDATABASE, PGUSER, USER } = process.env;
    return (
      [PGDATABASE, textOf(connection.user), PGUSER, USER].find(Boolean) ??
      'postgres'
    );
  },
  socketOf: ({ connection }: { connection?: { stream?: Partial<Socket> } }) =>
    connection?.stream,
};
