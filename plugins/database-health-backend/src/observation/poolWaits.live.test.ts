import { setTimeout as sleep } from 'node:timers/promises';
import { availableMajors, type PostgresServer } from 'postgres-server';
import { TestDatabase, testDatabases } from './__testUtils__/databases';

const onePlace = { min: 0, max: 1 };

describe.each(testDatabases)('waits for the pool of $name', ({ start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  it('times them from request to receipt', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    expect(observation.waits.times()).toMatchObject({ count: 0, p99Ms: 0 });
    const holder = await client.transaction();
    // Knex asks only once somebody wants the answer.
    const waiter = client.raw('select 1').then();
    await sleep(100);
    expect(observation.waits.oldestMs).toBeGreaterThan(90);
    await holder.commit();
    await waiter;
    const { count, p99Ms } = observation.waits.times();
    expect(count).toBe(2);
    expect(p99Ms).toBeGreaterThan(90);
    expect(observation.waits).toMatchObject({
      oldestMs: 0,
      timeouts: 0,
      createFailures: 0,
    });
  });

  it('tells of a request that waits after a rush, of which few are timed', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    for (let i = 0; i < 3_000; i += 1) {
      await client.raw('select 1');
    }
    const holder = await client.transaction();
    const waiter = client.raw('select 1').then();
    // The first look may only see that it waits.
    expect(observation.waits.oldestMs).toBeGreaterThanOrEqual(0);
    await sleep(100);
    expect(observation.waits.oldestMs).toBeGreaterThan(90);
    await holder.commit();
    await waiter;
    expect(observation.waits.oldestMs).toBe(0);
  });

  it('counts those that end without a connection', async () => {
    const { client, observation } = await database.observe({
      pool: { ...onePlace, acquireTimeoutMillis: 3_000 },
    });
    const holder = await client.transaction();
    await expect(client.raw('select 1')).rejects.toThrow('Timeout acquiring');
    await holder.commit();
    expect(observation.waits.timeouts).toBe(1);
    expect(observation.traffic.lastConnectionFailure).toBeDefined();
  });

  it('goes on where the pool of a client is made anew', async () => {
    const { client, observation } = await database.observe({
      pool: { ...onePlace, acquireTimeoutMillis: 3_000 },
    });
    await client.raw('select 1');
    await client.destroy();
    client.initialize();
    expect(observation.poolCounters()).toMatchObject({ used: 0 });
    const holder = await client.transaction();
    await expect(client.raw('select 1')).rejects.toThrow('Timeout acquiring');
    await holder.commit();
    expect(observation.waits.timeouts).toBe(1);
    expect(observation.waits.times().count).toBeGreaterThan(1);
  });

  it('does not count ours', async () => {
    const { observation } = await database.observe({ pool: onePlace });
    const lease = await observation.lease(AbortSignal.timeout(5_000));
    lease.release();
    expect(observation.waits.times()).toMatchObject({ count: 0, p99Ms: 0 });
    expect(observation.traffic.queries).toBe(0);
  });
});

describe.each(availableMajors)('connections of PostgreSQL %i', major => {
  let database: TestDatabase & { server: PostgresServer };
  beforeAll(async () => {
    database = await TestDatabase.postgres(major);
  });
  afterAll(() => database?.dispose());

  it('counts those that could not be made for the plugin, and not ours', async () => {
    const { client, observation } = await database.observe({ pool: onePlace });
    const { traffic, waits } = observation;
    await database.server.stop();
    await expect(
      observation.lease(AbortSignal.timeout(5_000)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(waits).toMatchObject({ timeouts: 0, createFailures: 0 });
    expect(traffic.lastConnectionFailure).toBeUndefined();

    await expect(client.raw('select 1')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect(waits).toMatchObject({
      timeouts: 0,
      createFailures: 1,
      createFailingSince: expect.any(Number),
      createFailure: expect.objectContaining({ code: 'ECONNREFUSED' }),
    });
    expect(traffic.lastConnectionFailure?.error).toMatchObject({
      code: 'ECONNREFUSED',
    });

    await database.server.start();
    await client.raw('select 1');
    expect(waits).toMatchObject({
      createFailures: 1,
      createFailingSince: undefined,
      lastCreateFailureAt: undefined,
      createFailure: undefined,
    });
  });

  it('tells when a pool that can do with what it has last wanted another', async () => {
    const admin = database.connect();
    await admin.raw("create role few login password 'x' connection limit 1");
    const { client, observation } = await database.observe({
      connection: {
        ...database.server.connection(),
        user: 'few',
        password: 'x',
      },
    });
    const { waits } = observation;
    const work = await client.transaction();
    const beganAt = Date.now();
    await expect(client.raw('select 1')).rejects.toMatchObject({
      code: '53300',
    });
    const { createFailingSince } = waits;
    await expect(client.raw('select 1')).rejects.toBeDefined();
    const { lastCreateFailureAt } = waits;
    const endedAt = Date.now();
    await work.commit();
    await client.raw('select 1');
    expect(waits).toMatchObject({
      createFailures: 2,
      createFailingSince,
      lastCreateFailureAt,
    });
    expect(createFailingSince).toBeGreaterThanOrEqual(beganAt);
    expect(lastCreateFailureAt).toBeGreaterThanOrEqual(createFailingSince!);
    expect(lastCreateFailureAt).toBeLessThanOrEqual(endedAt);
  });
});
