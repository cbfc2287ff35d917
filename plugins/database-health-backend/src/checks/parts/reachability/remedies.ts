import type {
  Failure,
  FailureKind,
} from 'backstage-plugin-database-health-node';

/** What to do about a database or a server that does not answer. */
export const failureRemedies: Record<FailureKind, string> = {
  credentials:
    'Compare `user` and `password` under `backend.database.connection` with the role on the server, and check whether its password was changed; then restart the backend.',
  'database-missing':
    'Ask first whether the database was renamed, moved or dropped: then rename it, correct `backend.database`, or restore it from a backup. Only if there never was one, or what was in it may be lost, create an empty one, or let a role that may create databases start the backend. Restart the backend afterwards.',
  'too-many-connections':
    'Lower `backend.database.knexConfig.pool.max`, or raise `max_connections` of the server or, of a pooler in between, what it accepts; the check `connection-budget` has the arithmetic.',
  starting:
    'Wait until the server has started. If it takes long, the log of the server says what it is recovering.',
  'shutting-down':
    'The server is being stopped. Start it again, or wait if it is a restart or a failover.',
  dns: 'Look up the name in `backend.database.connection.host` from the machine of this backend, and correct the name or its DNS.',
  refused:
    'Check whether the server is running and listens on the configured host and port, and whether a firewall or network policy lets this backend through.',
  'connect-timeout':
    'Check whether what listens at `host` and `port` of `backend.database.connection` is the database and works: a balancer or proxy accepts connections also while there is no server behind it, and a firewall may drop what is sent. Then look whether the server is frozen or out of memory. Not more places in the pool but an answer is missing.',
  'connection-lost':
    'Check the log of the server for a crash or restart, and anything in between that cuts connections: a proxy, a pooler, a firewall.',
  tls: 'Compare `backend.database.connection.ssl` with what the server offers, and check whether its certificate has expired.',
  timeout:
    'Look at the load of the server, at sessions that block others, and at the network between the server and this backend.',
  locked:
    'Another session holds a lock. Find it and wait for it, or end it on the server.',
  permission:
    'Grant the role of this plugin what it needs to connect to its database and to read it, and in schema mode to create its schema.',
  damaged:
    'Stop what writes to it, keep a copy of it as it is, and restore it from a backup; first make sure that the disk and the memory of the machine are sound.',
  'pool-full':
    'All connections of the pool are in use; the check `pool-saturation` says for how long.',
  other: 'The log of this backend has the message of the driver.',
};

/** What to do about a failure: what it says itself, else what helps against its kind. */
export function remedyOf(failure: Failure | undefined): string {
  return failure?.remedy ?? failureRemedies[failure?.kind ?? 'other'];
}
