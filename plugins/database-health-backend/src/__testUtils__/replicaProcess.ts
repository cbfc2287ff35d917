/**
 * Another replica in a process of its own, so that it can be killed: the
 * feature and plugins that migrate. `REPLICA` is JSON.
 */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import databaseHealthFeature from '..';

const { directory, database, databaseHealth, port, pluginIds, token } =
  JSON.parse(process.env.REPLICA!);

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
          ],
        },
        database,
      },
      databaseHealth,
    },
  }),
);
backend.add(databaseHealthFeature);
for (const pluginId of pluginIds) {
  backend.add(
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { database: coreServices.database },
          async init({ database: { getClient } }) {
            await (await getClient()).migrate.latest({ directory });
          },
        });
      },
    }),
  );
}
backend.start();
