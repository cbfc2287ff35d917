export type { Budgets } from './budgets';
export type { ConfiguredCheck } from './checks';
export { readDatabaseHealthConfig } from './databaseHealthConfig';
export type { DatabaseHealthConfig } from './databaseHealthConfig';
export type { WebhookTarget } from './webhooks';
