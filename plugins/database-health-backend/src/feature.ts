import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import {
  databaseObservationsServiceFactory,
  observedDatabaseServiceFactory,
} from './observation';
import { databaseHealthPlugin } from './plugin';

/**
 * The whole installation: the plugin, and the database service that lets it
 * see every other plugin's client. The framework prefers a `core.database`
 * factory that was added explicitly; then nothing is observed.
 *
 * @public
 */
export const databaseHealthFeature = createBackendFeatureLoader({
  loader() {
    return [
      databaseHealthPlugin,
      observedDatabaseServiceFactory,
      databaseObservationsServiceFactory,
    ];
  },
});
