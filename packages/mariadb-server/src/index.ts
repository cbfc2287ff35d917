/**
 * Real MariaDB servers for the tests.
 *
 * @packageDocumentation
 */
export { available, whyUnavailable } from './installation';
export { startMariadb } from './server';
export type {
  MariadbConnection,
  MariadbServer,
  StartMariadbOptions,
} from './types';
