import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { connectionBudget } from './connection-budget';
import { latency } from './latency';
import { migrationsLockMalformed } from './migrations-lock-malformed';
import { migrationsLocked } from './migrations-locked';
import { migrationsMissing } from './migrations-missing';
import { migrationsPending } from './migrations-pending';
import { poolSaturation } from './pool-saturation';
import { reachable } from './reachable';
import { size } from './size';
import { sqliteInProduction } from './sqlite-in-production';

/** The checks that come with the plugin, in the order in which they are shown. */
export const checks: readonly AnyCheck[] = Object.freeze([
  reachable,
  latency,
  poolSaturation,
  connectionBudget,
  migrationsPending,
  migrationsMissing,
  migrationsLocked,
  migrationsLockMalformed,
  sqliteInProduction,
  size,
]);
