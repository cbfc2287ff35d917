import { once } from 'node:events';
import type { Knex } from 'knex';
import { Pool, type Client } from 'pg';
import { availableMajors, type PostgresServer } from 'postgres-server';
import { createDatabaseObservations } from './registry';
import { type Lease, PoolFullError } from './types';
import { observeDatabaseService } from 'backstage-plugin-database-health-node';
import { describeFailure } from '../failures/failure';
import { TestDatabase, testDatabases, until } from './__testUtils__/databases';

const onePlace = { min: 0, max: 1 };
const soon = () => AbortSignal.timeout(10_000);

/** Places of a pool and who wants them. */
function poolOf({ client: { pool } }: Knex) {
  return {
    used: pool.numUsed(),
    free: pool.numFree(),
    waiting: pool.numPendingAcquires(),
  };
}

describe.each(testDatabases)('lease of $name', ({ start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  it('takes one place and gives it back', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(soon());
    expect(poolOf(client)).toEqual({ used: 1, free: 0, waiting: 0 });
    lease.release();
    expect(poolOf(client)).toEqual({ used: 0, free: 1, waiting: 0 });
    await client.raw('select 1');
    lease.release();
    lease.discard(new Error('too late'));
    expect(poolOf(client)).toEqual({ used: 0, free: 1, waiting: 0 });
  });

  it('takes turns, so that one connection at most is ours', async () => {
    const { client, observation } = await database.observe();
    const first = await observation.lease(soon());
    const impatient = new AbortController();
    const second = observation.lease(impatient.signal);
    const third = observation.lease(soon());
    impatient.abort(new Error('no patience'));
    await expect(second).rejects.toThrow('no patience');
    expect(poolOf(client)).toMatchObject({ used: 1, waiting: 0 });
    first.release();
    const last = await third;
    expect(poolOf(client)).toMatchObject({ used: 1, waiting: 0 });
    last.discard(new Error('of no use any more'));
    (await observation.lease(soon())).release();
    expect(poolOf(client)).toMatchObject({ used: 0, waiting: 0 });
  });

  it('refuses a full pool at once and adds no waiter', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const holder = await client.transaction();
    await expect(observation.lease(soon())).rejects.toBeInstanceOf(
      PoolFullError,
    );
    expect(poolOf(client)).toEqual({ used: 1, free: 0, waiting: 0 });

    const waiter = client.raw('select 1').then();
    await until(() => poolOf(client).waiting === 1);
    await expect(observation.lease(soon())).rejects.toBeInstanceOf(
      PoolFullError,
    );
    expect(poolOf(client).waiting).toBe(1);
    await holder.commit();
    await waiter;
    (await observation.lease(soon())).release();
  });

  it('refuses where those that wait will fill the pool', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const first = client.raw('select 1').then();
    expect(poolOf(client)).toEqual({ used: 0, free: 0, waiting: 1 });
    await expect(observation.lease(soon())).rejects.toBeInstanceOf(
      PoolFullError,
    );
    await first;
  });

  it('never begins where the signal has aborted', async () => {
    const { client, observation } = await database.observe();
    const reason = new Error('enough');
    await expect(observation.lease(AbortSignal.abort(reason))).rejects.toBe(
      reason,
    );
    expect(poolOf(client)).toEqual({ used: 0, free: 0, waiting: 0 });
  });

  it('leaves nothing behind when the signal aborts', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    await client.raw('select 1');
    const reason = new Error('enough');
    // In each of the steps that the pool takes to hand out a connection.
    for (let steps = 0; steps < 12; steps += 1) {
      const abort = new AbortController();
      const lease = observation.lease(abort.signal);
      const outcome = lease.then(
        ({ release }) => release(),
        error => expect(error).toBe(reason),
      );
      for (let step = 0; step < steps; step += 1) {
        await Promise.resolve();
      }
      abort.abort(reason);
      await outcome;
      await until(() => poolOf(client).free === 1);
      expect(poolOf(client)).toEqual({ used: 0, free: 1, waiting: 0 });
    }
  });

  it('refuses a pool that is closed, and a plugin without a client', async () => {
    const { client, observation } = await database.observe();
    await client.destroy();
    await expect(observation.lease(soon())).rejects.toThrow(
      'Unable to acquire a connection',
    );

    const observations = createDatabaseObservations();
    const failure = new Error('no database');
    const service = observeDatabaseService(
      { getClient: () => Promise.reject(failure) },
      {
        pluginId: 'catalog',
        observations,
        configured: { engine: 'sqlite', name: 'any', address: 'any' },
      },
    );
    const { lease } = observations.get('catalog')!;
    const leaseOf = lease.bind(observations.get('catalog'));
    await expect(leaseOf(soon())).rejects.toThrow('has not asked');
    await service.getClient().catch(() => {});
    await expect(leaseOf(soon())).rejects.toBe(failure);
  });
});

describe('lease of SQLite', () => {
  it('keeps a database in memory that is discarded, but not its transaction', async () => {
    const database = await TestDatabase.sqlite();
    const { client, observation } = await database.observe();
    await client.schema.createTable('parts', table => table.integer('id'));
    await client('parts').insert({ id: 1 });

    const lease = await observation.lease(soon());
    (lease.connection as { exec(sql: string): void }).exec(
      'begin; delete from parts',
    );
    lease.discard(new Error('too slow'));
    expect(poolOf(client)).toEqual({ used: 0, free: 1, waiting: 0 });
    expect(await client('parts').pluck('id')).toEqual([1]);
    await database.dispose();
  });
});

describe.each(availableMajors)('lease of PostgreSQL %i', major => {
  let database: TestDatabase & { server: PostgresServer };
  let admin: Knex;
  beforeAll(async () => {
    database = await TestDatabase.postgres(major);
  });
  beforeEach(() => {
    admin = database.connect();
  });
  afterEach(() => {
    database.server.resume();
    return database.close();
  });
  afterAll(() => database?.dispose());

  const connectionOf = (lease: Lease) => lease.connection as Client;

  async function processOf(lease: Lease): Promise<number> {
    const { rows } = await connectionOf(lease).query(
      'select pg_backend_pid() as pid',
    );
    return rows[0].pid;
  }

  const isAlive = async (pid: number) => {
    const { rows } = await admin.raw(
      'select 1 from pg_stat_activity where pid = ?',
      [pid],
    );
    return rows.length > 0;
  };

  it('closes the session of a discarded connection', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(soon());
    const pid = await processOf(lease);
    expect(await isAlive(pid)).toBe(true);
    lease.discard(new Error('unknown state'));
    expect(poolOf(client)).toEqual({ used: 0, free: 0, waiting: 0 });
    await until(async () => !(await isAlive(pid)));
    await client.raw('select 1');
  });

  it('closes it where somebody waits for the place', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(soon());
    const pid = await processOf(lease);
    const waiter = client.raw('select pg_backend_pid() as pid').then();
    await until(() => poolOf(client).waiting === 1);
    lease.discard(new Error('unknown state'));
    const { rows } = await waiter;
    expect(rows[0].pid).not.toBe(pid);
    expect(poolOf(client)).toEqual({ used: 0, free: 1, waiting: 0 });
    await until(async () => !(await isAlive(pid)));
  });

  it('closes it under a running statement, which ends at its time limit', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(soon());
    const pid = await processOf(lease);
    await connectionOf(lease).query(`set statement_timeout = '500ms'`);
    const statement = connectionOf(lease)
      .query('select pg_sleep(60)')
      .catch(String);
    lease.discard(new Error('too slow'));
    expect(await statement).toMatch(/terminated/);
    expect(poolOf(client)).toEqual({ used: 0, free: 0, waiting: 0 });
    await until(async () => !(await isAlive(pid)));
  });

  it('leaves no session on a server that hangs', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(soon());
    const pid = await processOf(lease);
    database.server.pause();
    lease.discard(new Error('too slow'));
    const { stream } = (
      connectionOf(lease) as unknown as {
        connection: { stream: { destroyed: boolean } };
      }
    ).connection;
    await until(() => stream.destroyed);
    expect(poolOf(client)).toEqual({ used: 0, free: 0, waiting: 0 });
    database.server.resume();
    await until(async () => !(await isAlive(pid)));
  });

  it('leaves no waiter when a server does not answer in time', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    database.server.pause();
    const signal = AbortSignal.timeout(100);
    const error = await observation.lease(signal).catch(reason => reason);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(error).toBe(signal.reason);
    expect(poolOf(client).waiting).toBe(0);
    database.server.resume();
    await client.raw('select 1');
    expect(observation.waits).toMatchObject({ timeouts: 0, createFailures: 0 });
  });

  it("fails with the driver's error where no connection can be made", async () => {
    const { observation } = await database.observe({
      connection: { ...database.server.connection(), password: 'wrong' },
    });
    await expect(observation.lease(soon())).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('observes a client with a foreign pool, and takes nothing from it', async () => {
    const connectionPool = new Pool(database.server.connection());
    const { client, observation } = await database.observe({
      connection: undefined,
      pool: undefined,
      connectionPool,
    } as Knex.Config);
    await client.raw('select 1');
    expect(observation.traffic.queries).toBe(1);
    const error = await observation.lease(soon()).catch(reason => reason);
    expect(describeFailure(error)).toMatchObject({
      kind: 'pool-full',
      sentence: expect.stringContaining('not one whose free places'),
    });
    expect(connectionPool.waitingCount).toBe(0);
    // `end` resolves before the farewell: the server must be there to hear it.
    await Promise.all([once(connectionPool, 'remove'), connectionPool.end()]);
  });
});
