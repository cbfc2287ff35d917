export { DatabaseHealthReader } from './reader';
export type { RollbackSource } from './rollback';
