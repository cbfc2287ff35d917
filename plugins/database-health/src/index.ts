/**
 * The page of Database Health, for portals of the legacy frontend system.
 * Portals of the new one use `backstage-plugin-database-health/alpha`, which
 * they find by themselves.
 *
 * @packageDocumentation
 */

export { databaseHealthApiRef } from './api';
export {
  DatabaseHealthPage,
  databaseHealthPlugin,
  DatabaseHealthSidebarItem,
} from './plugin';
