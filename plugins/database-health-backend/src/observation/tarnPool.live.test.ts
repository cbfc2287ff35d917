import type { Knex } from 'knex';
import { poolCountersOf, pooledConnectionsOf } from './tarnPool';
import { TestDatabase, testDatabases } from './__testUtils__/databases';

const clientWith = (pool: unknown) => ({ client: { pool } } as Knex);

describe.each(testDatabases)('the pool of $name', ({ start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database?.dispose());

  it('is counted and tells its connections until it is closed', async () => {
    const client = database.connect({ pool: { min: 0, max: 1 } });
    const empty = { used: 0, free: 0, pending: 0, creating: 0 };
    expect(poolCountersOf(client)).toEqual({ ...empty, min: 0, max: 1 });
    expect(pooledConnectionsOf(client)).toEqual([]);

    const holder = await client.transaction();
    const waiter = client.raw('select 1').then();
    await new Promise(setImmediate);
    expect(poolCountersOf(client)).toMatchObject({ used: 1, pending: 1 });
    const connections = pooledConnectionsOf(client);
    expect(connections).toEqual([expect.any(Object)]);
    await holder.commit();
    await waiter;
    expect(poolCountersOf(client)).toMatchObject({ used: 0, free: 1 });
    expect(pooledConnectionsOf(client)[0]).toBe(connections[0]);

    await client.destroy();
    expect(poolCountersOf(client)).toBeUndefined();
    expect(pooledConnectionsOf(client)).toEqual([]);
  });
});

describe('the pool of a client', () => {
  it('tells the connections that are used and those that are free', () => {
    const pool = {
      used: [{ resource: 'one' }],
      free: [{ resource: 'two' }, { resource: 'three' }],
    };
    expect(pooledConnectionsOf(clientWith(pool))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it.each([
    ['there is none any more', undefined],
    ['it is a foreign one', { used: 3, free: () => 2, numUsed: () => 3 }],
  ])('tells nothing where %s', (_, pool) => {
    expect(pooledConnectionsOf(clientWith(pool))).toEqual([]);
    expect(poolCountersOf(clientWith(pool))).toBeUndefined();
  });

  it('tells nothing before the plugin has asked for its client', () => {
    expect(pooledConnectionsOf(undefined)).toEqual([]);
    expect(poolCountersOf(undefined)).toBeUndefined();
  });
});
