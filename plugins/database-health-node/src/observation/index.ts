export { readConfiguredDatabase } from './configured';
export { observedDatabaseServiceFactory } from './factory';
export { readFolder } from './folderListings';
export type { ObservationOptions } from './observation';
export {
  createDatabaseObservations,
  type DatabaseObservationRegistry,
  databaseObservationsServiceRef,
  type DatabaseObserver,
} from './registry';
export {
  observeDatabaseService,
  type ObserveDatabaseServiceOptions,
} from './service';
export * from './types';
