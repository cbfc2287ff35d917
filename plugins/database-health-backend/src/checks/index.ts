import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { blocked } from './sessions/blocked';
import { certificateExpiry } from './server/certificate-expiry';
import { configuration } from './backstage/configuration';
import { searchPath } from './backstage/search-path';
import { connectionBudget } from './server/connection-budget';
import { databaseConnectionLimit } from './server/database-connection-limit';
import { damage } from './queries/damage';
import { deadlocks } from './server/deadlocks';
import { encrypted } from './server/encrypted';
import { growth } from './sizes/growth';
import { identityToken } from './pools/identity-token';
import { idleInTransaction } from './sessions/idle-in-transaction';
import { latency } from './queries/latency';
import { longQuery } from './sessions/long-query';
import { migrationsChanged } from './ledgers/migrations-changed';
import { migrationsDiverged } from './ledgers/migrations-diverged';
import { migrationsFailed } from './ledgers/migrations-failed';
import { migrationsLockMalformed } from './ledgers/migrations-lock-malformed';
import { migrationsLocked } from './ledgers/migrations-locked';
import { migrationsMissing } from './ledgers/migrations-missing';
import { migrationsOutOfOrder } from './ledgers/migrations-out-of-order';
import { migrationsOwnership } from './ledgers/migrations-ownership';
import { migrationsPending } from './ledgers/migrations-pending';
import { migrationsRunning } from './ledgers/migrations-running';
import { migrationsShared } from './ledgers/migrations-shared';
import { migrationsUntracked } from './ledgers/migrations-untracked';
import { orphan } from './sizes/orphan';
import { poolCreateFailures } from './pools/pool-create-failures';
import { poolSaturation } from './pools/pool-saturation';
import { poolTimeouts } from './pools/pool-timeouts';
import { poolWait } from './pools/pool-wait';
import { queryErrors } from './queries/query-errors';
import { queryLatency } from './queries/query-latency';
import { readOnly } from './queries/read-only';
import { reachable } from './queries/reachable';
import { unansweredQueries } from './queries/unanswered-queries';
import { rollbacks } from './server/rollbacks';
import { serverReadOnly } from './server/server-read-only';
import { serverReachable } from './server/server-reachable';
import { serverConnections } from './server/server-connections';
import { serverSize } from './sizes/server-size';
import { size } from './sizes/size';
import { sizeForecast } from './sizes/size-forecast';
import { sqliteInProduction } from './server/sqlite-in-production';
import { sqliteFile } from './server/sqlite-file';
import { tableSize } from './sizes/table-size';
import { tempFiles } from './server/temp-files';

/** The checks that come with the plugin, in the order in which they are shown. */
export const checks: readonly AnyCheck[] = Object.freeze([
  reachable,
  serverReachable,
  readOnly,
  serverReadOnly,
  latency,
  poolSaturation,
  poolWait,
  poolTimeouts,
  poolCreateFailures,
  identityToken,
  connectionBudget,
  encrypted,
  certificateExpiry,
  queryErrors,
  damage,
  unansweredQueries,
  queryLatency,
  serverConnections,
  databaseConnectionLimit,
  idleInTransaction,
  longQuery,
  blocked,
  deadlocks,
  rollbacks,
  tempFiles,
  configuration,
  searchPath,
  migrationsPending,
  migrationsMissing,
  migrationsDiverged,
  migrationsShared,
  migrationsOutOfOrder,
  migrationsFailed,
  migrationsOwnership,
  migrationsRunning,
  migrationsLocked,
  migrationsLockMalformed,
  migrationsUntracked,
  migrationsChanged,
  sqliteInProduction,
  sqliteFile,
  size,
  sizeForecast,
  growth,
  serverSize,
  tableSize,
  orphan,
]);
