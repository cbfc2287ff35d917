import { join, resolve } from 'node:path';
import type { Engine } from 'backstage-plugin-database-health-common';
import { type Connection, textOf } from './configuredConnection';

/**
 * Where a connection leads: `host:port`, the path of a local server's socket,
 * the path of a file, or `:memory:`.
 *
 * @internal
 */
export function addressOf(
  engine: Engine,
  connection: Connection,
  pluginId: string,
): string {
  switch (engine) {
    case 'sqlite':
      return sqliteAddress(connection, pluginId);
    case 'mysql':
      return mysqlAddress(connection);
    default:
      return postgresAddress(connection);
  }
}

// What is not configured comes from where `pg` takes it.
function postgresAddress(connection: Connection): string {
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
}

function mysqlAddress(connection: Connection): string {
  return (
    textOf(connection.socketPath) ??
    hostAndPort(
      textOf(connection.host) ?? 'localhost',
      textOf(connection.port) ?? '3306',
    )
  );
}

function sqliteAddress(connection: Connection, pluginId: string): string {
  const filename = textOf(connection.filename) ?? `${pluginId}.sqlite`;
  return filename === ':memory:'
    ? filename
    : resolve(join(textOf(connection.directory) ?? '.', filename));
}

function hostAndPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
