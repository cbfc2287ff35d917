/**
 * The backend plugin of Database Health.
 *
 * @packageDocumentation
 */

export { databaseHealthFeature as default } from './feature';
export { databaseHealthPlugin } from './plugin';
export { databaseHealthRootHealthServiceFactory } from './rootHealth';
