import type { Socket } from 'node:net';
import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { type Connection, hostAndPort, textOf } from '../../pure/connection';
import { knexKeys } from '../../pure/knexKeys';
import type { Driver } from '../driver';

/** `pg`. */
export const postgresDriver: Driver = {
  isClient: name => name === 'pg',
  commonKeys: [
    'ensureExists',
    'ensureSchemaExists',
    'prefix',
    'role',
    'schemaPrefix',
    // Backstage hands all of `backend.database` on to Knex.
    ...knexKeys,
  ],
  connectionKeys: [
    ...['instance', 'ipAddressType', 'region', 'tokenCredential', 'type'],
    ...['application_name', 'binary', 'client_encoding', 'connectionString'],
    ...['connectionTimeoutMillis', 'database', 'enableChannelBinding'],
    ...['fallback_application_name', 'host', 'keepAlive', 'options'],
    ...['idle_in_transaction_session_timeout', 'keepAliveInitialDelayMillis'],
    ...['lock_timeout', 'password', 'pipeline', 'port', 'query_timeout'],
    ...['replication', 'scramMaxIterations', 'ssl', 'sslnegotiation'],
    ...['statement_timeout', 'user'],
  ],
  makesInCommon: true,
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
  // With any other text it fails outside of all that could hear of it.
  takesSsl: ssl =>
    typeof ssl !== 'string' || ['', 'true', 'no-verify'].includes(ssl),
  runningOf: runningOf as Driver['runningOf'],
  socketOf: ({ connection }: { connection?: { stream?: Partial<Socket> } }) =>
    connection?.stream,
};

interface Client {
  readonly processID?: number | null;
  readonly _activeQuery?: object | null;
  /** Where older versions have it; newer ones warn of it. */
  readonly activeQuery?: object | null;
}

function runningOf(client: Client | undefined) {
  if (!client) {
    return undefined;
  }
  const query =
    '_activeQuery' in client ? client._activeQuery : client.activeQuery;
  return query ? { query, pid: client.processID ?? undefined } : undefined;
}
