/**
 * A backend with Backstage's own catalog and one provider, which gives it as many
 * entities as `ENTITIES` says. Started by `ingest.ts`.
 *
 * @packageDocumentation
 */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
} from '@backstage/plugin-catalog-node';
import { makeEntities } from './entities';

const { ENTITIES, POSTGRES_URL, PORT } = process.env;

const provider: EntityProvider = {
  getProviderName: () => 'generator',
  async connect(connection) {
    const entities = makeEntities(Number(ENTITIES)).map(entity => ({
      entity,
      locationKey: 'generator',
    }));
    await connection.applyMutation({ type: 'full', entities });
  },
};

const backend = createBackend();
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () =>
      new ConfigReader({
        app: { baseUrl: 'http://localhost:3000' },
        backend: {
          baseUrl: `http://localhost:${PORT}`,
          listen: { host: '127.0.0.1', port: Number(PORT) },
          database: { client: 'pg', connection: POSTGRES_URL },
        },
        catalog: {
          rules: [
            {
              allow: ['Component', 'API', 'System', 'Domain', 'Group', 'User'],
            },
          ],
          // Each entity is processed once, and left alone then.
          processingInterval: { hours: 24 },
        },
      }),
  }),
);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  createBackendModule({
    pluginId: 'catalog',
    moduleId: 'generator',
    register: env =>
      env.registerInit({
        deps: { catalog: catalogProcessingExtensionPoint },
        init: async ({ catalog }) => catalog.addEntityProvider(provider),
      }),
  }),
);
backend.start();
