/**
 * Real PostgreSQL servers for the portal, the tests and the benchmarks.
 *
 * @packageDocumentation
 */
export { type Account, accountOf } from './account';
export { availableMajors } from './binaries';
export { freePort, startOnFreePort } from './port';
export { canPostgresUse } from './reach';
export { startPostgres } from './server';
export { startShellGuard } from './shellGuard';
export { fillFromTemplate, type Template } from './template';
export type {
  PostgresConnection,
  PostgresMajor,
  PostgresServer,
  StartPostgresOptions,
} from './types';
