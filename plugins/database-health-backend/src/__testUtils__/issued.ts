import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { readConfiguredDatabase } from '../observation/configured';
import {
  createDatabaseObservations,
  observationRegistryServiceRef,
} from '../observation/registry';
import createKnex, { type Knex } from 'knex';

/** A statement as a plugin ran it. */
export interface Issued {
  sql: string;
  bindings: readonly Knex.RawBinding[];
}

/** A statement as a new observation tells it, which looks at all at first. */
export function shapeOf(sql: string, client: string): string {
  const observations = createDatabaseObservations();
  const knex = createKnex({ client, useNullAsDefault: true });
  observations
    .observe({
      pluginId: 'any',
      configured: { engine: 'postgres', name: 'any', address: 'any' },
      migrationsSkipped: false,
    })
    .clientReceived(knex);
  const query = { __knexQueryUid: 'any', sql };
  knex.client.emit('query', query);
  knex.client.emit('query-response', [], query);
  return observations.get('any')!.traffic.slowestStatements(1)[0].text;
}

/** Notes all that any plugin runs, from its first statement on. */
export function tellsOf(
  issued: Issued[],
  observations = createDatabaseObservations(),
) {
  return createServiceFactory({
    service: observationRegistryServiceRef,
    deps: { config: coreServices.rootConfig },
    factory: ({ config }) => ({
      ...observations,
      observe(options: Parameters<typeof observations.observe>[0]) {
        const observer = observations.observe({
          configured: readConfiguredDatabase(config, options.pluginId),
          ...options,
        });
        return {
          clientRequested: () => observer.clientRequested(),
          clientFailed: (error: unknown) => observer.clientFailed(error),
          clientReceived(client: Knex) {
            client.on('query', ({ sql, bindings }) =>
              issued.push({ sql, bindings: bindings ?? [] }),
            );
            observer.clientReceived(client);
          },
        };
      },
    }),
  });
}
