export type { HealthStatus } from '../judging/readiness';
export { ledgersOf } from './databases';
export { type HistorySource, historyUnits } from './history';
export { countMigrations } from './ledgers';
export { DatabaseHealthReader } from './reader';
export type { RollbackSource } from './rollback';
