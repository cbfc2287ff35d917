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
    replica = await joinReplicas({
      observations: createDatabaseObservations(),
      replicas,
      failures: new Failures(store, () => Date.now()),
      async schedule({ work }) {
        beat = () => work(new AbortController().signal);
      },
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
