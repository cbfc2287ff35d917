import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { blocked } from './blocked';
import { connectionBudget } from './connection-budget';
import { databaseConnectionLimit } from './database-connection-limit';
import { deadlocks } from './deadlocks';
import { growth } from './growth';
import { idleInTransaction } from './idle-in-transaction';
import { latency } from './latency';
import { longQuery } from './long-query';
import { migrationsChanged } from './migrations-changed';
import { migrationsDiverged } from './migrations-diverged';
import { migrationsFailed } from './migrations-failed';
import { migrationsLockMalformed } from './migrations-lock-malformed';
import { migrationsLocked } from './migrations-locked';
import { migrationsMissing } from './migrations-missing';
import { migrationsOutOfOrder } from './migrations-out-of-order';
import { migrationsPending } from './migrations-pending';
import { migrationsRunning } from './migrations-running';
import { migrationsUntracked } from './migrations-untracked';
import { orphan } from './orphan';
import { poolCreateFailures } from './pool-create-failures';
import { poolSaturation } from './pool-saturation';
import { poolTimeouts } from './pool-timeouts';
import { poolWait } from './pool-wait';
import { queryErrors } from './query-errors';
import { queryLatency } from './query-latency';
import { reachable } from './reachable';
import { rollbacks } from './rollbacks';
import { serverConnections } from './server-connections';
import { serverSize } from './server-size';
import { size } from './size';
import { sizeForecast } from './size-forecast';
import { sqliteInProduction } from './sqlite-in-production';
import { tableSize } from './table-size';
import { tempFiles } from './temp-files';

/** The checks that come with the plugin, in the order in which they are shown. */
export const checks: readonly AnyCheck[] = Object.freeze([
  reachable,
  latency,
  poolSaturation,
  poolWait,
  poolTimeouts,
  poolCreateFailures,
  connectionBudget,
  queryErrors,
  queryLatency,
  serverConnections,
  databaseConnectionLimit,
  idleInTransaction,
  longQuery,
  blocked,
  deadlocks,
  rollbacks,
  tempFiles,
  migrationsPending,
  migrationsMissing,
  migrationsDiverged,
  migrationsOutOfOrder,
  migrationsFailed,
  migrationsRunning,
  migrationsLocked,
  migrationsLockMalformed,
  migrationsUntracked,
  migrationsChanged,
  sqliteInProduction,
  size,
  sizeForecast,
  growth,
  serverSize,
  tableSize,
  orphan,
]);
