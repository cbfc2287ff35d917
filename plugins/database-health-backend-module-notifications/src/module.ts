import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { databaseHealthExtensionPoint } from 'backstage-plugin-database-health-node';
import { readNotificationsConfig } from './config';
import { notificationsSink } from './notificationsSink';
import { Owners } from './owners';

/**
 * Sends a notification when an incident is opened or gets worse, and another one of the
 * same scope when it is over; or one a day, of what is open and what is over.
 *
 * @public
 */
export const databaseHealthModuleNotifications = createBackendModule({
  pluginId: 'database-health',
  moduleId: 'notifications',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        health: databaseHealthExtensionPoint,
        logger: coreServices.logger,
        notifications: notificationService,
      },
      async init({ config, health, notifications, ...services }) {
        const recipients = readNotificationsConfig(config);
        if (recipients.default === undefined) {
          services.logger.info(
            'Only owners of plugins are told of incidents: databaseHealth.notifications.default names nobody for all others',
          );
        }
        health.addIncidentSink(
          notificationsSink({
            notifications,
            recipients,
            owners: new Owners(services),
          }),
        );
      },
    });
  },
});
