import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { createDatabaseObservations } from './registry';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import { memoryClient } from '../store/__testUtils__/memoryClient';

const configured = { engine: 'sqlite', name: 'x', address: 'x' } as const;

function observed(inner: DatabaseService) {
  const observations = createDatabaseObservations();
  const service = observeDatabaseService(inner, {
    pluginId: 'catalog',
    observations,
    configured,
  });
  return { service, observation: observations.get('catalog')! };
}

describe('observeDatabaseService', () => {
  const clients: Knex[] = [];
  afterEach(() => Promise.all(clients.splice(0).map(each => each.destroy())));
  function memory(): Knex {
    const client = memoryClient();
    clients.push(client);
    return client;
  }

  it('observes before the plugin asks, and asks for nothing itself', () => {
    const getClient = jest.fn();
    const { observation } = observed({ getClient });
    expect(observation).toMatchObject({
      pluginId: 'catalog',
      configured,
      client: undefined,
      clientFailure: undefined,
      migrationsSkipped: false,
    });
    expect(getClient).not.toHaveBeenCalled();
  });

  it('hands on the client, as often as it is asked', async () => {
    const client = memory();
    const { service, observation } = observed({
      getClient: async () => client,
    });
    expect(await service.getClient()).toBe(client);
    expect(await service.getClient()).toBe(client);
    expect(observation.client).toBe(client);
    await client.raw('select 1');
    expect(observation.traffic.queries).toBe(1);
  });

  it('observes every client of a service that makes new ones', async () => {
    const { service, observation } = observed({
      getClient: async () => memory(),
    });
    const first = await service.getClient();
    const second = await service.getClient();
    expect(second).not.toBe(first);
    expect(observation.client).toBe(second);
    await first.raw('select 1');
    await second.raw('select 1');
    expect(observation.traffic.queries).toBe(2);
  });

  it('hands on the error, and forgets it once there is a client', async () => {
    const failure = new Error('not yet');
    const getClient = jest
      .fn(async () => memory())
      .mockRejectedValueOnce(failure);
    const { service, observation } = observed({ getClient });
    await expect(service.getClient()).rejects.toBe(failure);
    expect(observation.clientFailure).toEqual({
      at: expect.any(Number),
      error: failure,
    });
    await service.getClient();
    expect(observation.clientFailure).toBeUndefined();
  });

  it.each([{ skip: true }, { skip: false }, undefined])(
    'hands on migrations: %j',
    migrations => {
      const { service, observation } = observed({
        getClient: async () => memory(),
        migrations,
      });
      expect(service.migrations).toBe(migrations);
      expect(observation.migrationsSkipped).toBe(migrations?.skip ?? false);
    },
  );

  it('hands on what is no Knex client at all', async () => {
    const client = {} as Knex;
    const { service } = observed({ getClient: async () => client });
    expect(await service.getClient()).toBe(client);
  });

  it('keeps the first observation of a plugin', () => {
    const observations = createDatabaseObservations();
    for (const name of ['first', 'second']) {
      observeDatabaseService(
        { getClient: async () => memory() },
        {
          pluginId: 'catalog',
          observations,
          configured: { ...configured, name },
        },
      );
    }
    expect(observations.list()).toHaveLength(1);
    expect(observations.get('catalog')?.configured.name).toBe('first');
  });
});
