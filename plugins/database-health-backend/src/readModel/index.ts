export type { HistorySource } from './history';
export { DatabaseHealthReader } from './reader';
export type { RollbackSource } from './rollback';
