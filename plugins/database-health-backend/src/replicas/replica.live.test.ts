import type { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { createDatabaseObservations } from '../observation/registry';
import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { joinReplicas, type JoinedReplica } from './replica';
import { Failures, Replicas } from '../store';
import { storeOn } from '../store/__testUtils__/storeOn';

describe('a replica that stops', () => {
  let server: PostgresServer;
  let notes: Knex;
  let replicas: Replicas;
  let beat: () => Promise<void>;
  let replica: JoinedReplica;

  beforeAll(async () => {
    server = await startPostgres();
    notes = createKnex({ client: 'pg', connection: server.connection() });
    const store = storeOn(notes);
    replicas = new Replicas(store);
    const scheduler = mockServices.scheduler.mock({
      async scheduleTask({ fn }) {
        const run: SchedulerServiceTaskFunction = fn;
        beat = async () => run(new AbortController().signal);
      },
    });
    replica = await joinReplicas({
      observations: createDatabaseObservations(),
      replicas,
      failures: new Failures(store, () => Date.now()),
      scheduler,
      version: '1',
      pluginIds: [],
      port: 7007,
      pulses: () => [],
    });
  });
  afterAll(async () => {
    await notes?.destroy();
    await server?.dispose();
  });

  it('is gone at once, whatever heartbeats are on their way', async () => {
    await beat();
    expect(await replicas.list()).toHaveLength(1);
    const underway = beat();
    await replica.leave();
    expect(await replicas.list()).toEqual([]);
    await underway;
    expect(await replicas.list()).toEqual([]);
    await beat();
    expect(await replicas.list()).toEqual([]);
  });
});
