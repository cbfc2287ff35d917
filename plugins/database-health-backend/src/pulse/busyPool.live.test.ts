import { once } from 'node:events';
import { mockLogger } from '../__testUtils__/services';
import { createDatabaseObservations } from '../observation/registry';
import { valueOf } from 'backstage-plugin-database-health-node';
import { type Reachability } from '../pure/facts';
import createKnex, { type Knex } from 'knex';
import { Pool } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { engineAdapters } from '../engines';
import { FailureLog } from '../reading/failureLog';
import { Pulse } from './pulse';

describe('A pulse that gets no connection of its own', () => {
  let server: PostgresServer;
  let client: Knex;
  /** What the plugin does all the time, over one connection. */
  let work: Knex.Transaction | undefined;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterEach(async () => {
    await work?.rollback();
    work = undefined;
    await client?.destroy();
  });
  afterAll(() => server?.dispose());

  /** Looks as often as it is asked to, and each time tries a round trip. */
  function watch(config: Knex.Config) {
    client = createKnex({ client: 'pg', log: { warn() {} }, ...config });
    const observations = createDatabaseObservations();
    observations
      .observe({
        pluginId: 'catalog',
        configured: { engine: 'postgres', name: 'catalog', address: 'db:1' },
        migrationsSkipped: false,
      })
      .clientReceived(client);
    let reachability: Reachability | undefined;
    const pulse = new Pulse({
      observations,
      intervalMs: 0,
      failureThreshold: 3,
      failureLog: new FailureLog(mockLogger()),
      pingOf: () => engineAdapters.postgres.ping,
      isBusy: () => false,
      isReadOnly: () => false,
      isNeeded: () => false,
      serverIdOf: () => 'server',
      note: (_, readings) => {
        reachability = valueOf(readings.reachability);
      },
      now: () => Date.now(),
    });
    return async () => {
      await pulse.beat();
      return reachability;
    };
  }

  const onePlace = () => ({
    connection: server.connection(),
    pool: { min: 0, max: 1 },
  });

  it('takes the answers of a plugin that fills its pool from the start', async () => {
    const look = watch(onePlace());
    work = await client.transaction();
    await work.raw('select 1');
    expect(await look()).toMatchObject({ answered: true, failures: 0 });
  });

  it('ends an outage with the answers of a plugin that fills its pool after it', async () => {
    const look = watch(onePlace());
    expect(await look()).toMatchObject({ answered: true });
    await server.stop();
    await look();
    expect(await look()).toMatchObject({ answered: false, failures: 2 });
    await server.start();
    work = await client.transaction();
    expect(await look()).toMatchObject({ answered: false, poolFull: true });
    await work.raw('select 1');
    expect(await look()).toMatchObject({ answered: true, failures: 0 });
    expect(await look()).toMatchObject({ answered: true, failures: 0 });
  });

  it('fails only where the plugin was not answered since the last look', async () => {
    await asAdmin("create role few login password 'x' connection limit 1");
    const look = watch({
      connection: { ...server.connection(), user: 'few', password: 'x' },
    });
    work = await client.transaction();
    for (let count = 0; count < 3; count += 1) {
      await work.raw('select 1');
      expect(await look()).toMatchObject({ answered: true, failures: 0 });
    }
    expect(await look()).toMatchObject({
      answered: false,
      failures: 1,
      failure: { kind: 'too-many-connections' },
    });
  });

  it('takes the answers of a plugin whose pool cannot be counted, and no silence', async () => {
    const connectionPool = new Pool(server.connection());
    const look = watch({ connectionPool } as Knex.Config);
    expect(await look()).toBeUndefined();
    await client.raw('select 1');
    expect(await look()).toMatchObject({ answered: true, failures: 0 });
    expect(await look()).toMatchObject({ answered: true, failures: 0 });
    // `end` resolves before the farewell: the server must be there to hear it.
    await Promise.all([once(connectionPool, 'remove'), connectionPool.end()]);
  });

  async function asAdmin(sql: string) {
    const admin = createKnex({ client: 'pg', connection: server.connection() });
    await admin.raw(sql);
    await admin.destroy();
  }
});
