/**
 * Another replica in a process of its own, so that it can be killed: the
 * feature and plugins that migrate, and run a statement that a test sends them.
 * `REPLICA` is JSON.
 */
import { join } from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import { notificationsProcessingExtensionPoint } from '@backstage/plugin-notifications-node';
import databaseHealthNotifications from 'backstage-plugin-database-health-backend-module-notifications';
import { text } from 'express';
import Router from 'express-promise-router';
import databaseHealthFeature, {
  databaseHealthRootHealthServiceFactory,
} from '..';

const {
  directory,
  database,
  databaseHealth,
  lifecycle,
  monitoringToken,
  port,
  pluginIds,
  reportTo,
  root,
  rootHealth,
  startup,
  token,
} = JSON.parse(process.env.REPLICA!);

if (root) {
  process.argv[1] = join(root, 'index.js');
}

const backend = createBackend();
backend.add(
  mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'https://portal.example.com' },
      backend: {
        baseUrl: `http://127.0.0.1:${port}`,
        listen: { port },
        auth: {
          externalAccess: [
            { type: 'static', options: { token, subject: 'tests' } },
            // As in app-config.monitoring.yaml.
            {
              type: 'static',
              options: { token: monitoringToken, subject: 'monitoring' },
              accessRestrictions: [
                {
                  plugin: 'database-health',
                  permission: 'databaseHealth.read',
                },
              ],
            },
          ],
        },
        database,
        ...(lifecycle && { lifecycle }),
        ...(startup && { startup }),
      },
      databaseHealth,
    },
  }),
);
backend.add(databaseHealthFeature);
if (rootHealth) {
  backend.add(databaseHealthRootHealthServiceFactory);
}
for (const pluginId of pluginIds) {
  backend.add(
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: {
            database: coreServices.database,
            httpRouter: coreServices.httpRouter,
          },
          async init({ database: { getClient }, httpRouter }) {
            const knex = await getClient();
            await knex.migrate.latest({ directory });
            const router = Router();
            router.post('/run', text(), async (req, res) => {
              await knex.raw(req.body);
              res.status(204).end();
            });
            httpRouter.use(router);
          },
        });
      },
    }),
  );
}
if (reportTo) {
  reportIncidents();
}
backend.start();

function reportIncidents() {
  const report = async (path: string, message: unknown) => {
    const { ok } = await fetch(`${reportTo}/${path}`, {
      method: 'POST',
      body: JSON.stringify(message),
    });
    if (!ok) {
      throw new Error('Not taken');
    }
  };
  backend.add(notificationsPlugin);
  backend.add(databaseHealthNotifications);
  backend.add(
    createBackendModule({
      pluginId: 'database-health',
      moduleId: 'reports',
      register(env) {
        env.registerInit({
          deps: { events: eventsServiceRef },
          async init({ events }) {
            await events.subscribe({
              id: 'reports',
              topics: ['database-health.incident'],
              onEvent: ({ eventPayload }) => report('event', eventPayload),
            });
          },
        });
      },
    }),
  );
  // Whatever has the same scope takes the place of the one before: it is asked who sends.
  backend.add(
    createBackendModule({
      pluginId: 'notifications',
      moduleId: 'reports',
      register(env) {
        env.registerInit({
          deps: { processing: notificationsProcessingExtensionPoint },
          async init({ processing }) {
            processing.addProcessor({
              getName: () => 'reports',
              postProcess: ({ payload }) => report('notification', payload),
            });
          },
        });
      },
    }),
  );
}
