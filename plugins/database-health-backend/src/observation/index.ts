export { readConfiguredDatabase } from './configured';
export { observedDatabaseServiceFactory } from './factory';
export { readFolder } from './folderListings';
export {
  createDatabaseObservations,
  type DatabaseObservationRegistry,
  databaseObservationsServiceFactory,
  observationRegistryServiceRef,
} from './registry';
export * from './types';
