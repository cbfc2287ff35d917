export type { HealthStatus } from '../judging/readiness';
export { type HistorySource, historyUnits } from './history';
export { DatabaseHealthReader } from './reader';
export type { RollbackSource } from './rollback';
