import { setTimeout as sleep } from 'node:timers/promises';
import { availableMajors } from 'postgres-server';
import type { Observation } from './types';
import { TestDatabase, testDatabases, until } from './__testUtils__/databases';

describe.each(testDatabases)('traffic of $name', ({ start }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  it('knows nothing before the first query', async () => {
    const { traffic } = (await database.observe()).observation;
    expect(traffic).toMatchObject({ queries: 0, errors: 0 });
    expect(traffic.lastAnswerAt).toBeUndefined();
    expect(traffic.lastConnectionFailure).toBeUndefined();
    expect(traffic.times()).toMatchObject({ count: 0, p99Ms: 0 });
  });

  it('counts queries of all kinds once', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    const before = Date.now();
    await client.schema.createTable('parts', table => table.integer('id'));
    const schemaQueries = traffic.queries;
    expect(schemaQueries).toBeGreaterThan(0);

    await client('parts').insert({ id: 1 });
    await client.transaction(async trx => {
      await trx('parts').insert({ id: 2 });
      await trx.transaction(inner => inner('parts').insert({ id: 3 }));
    });
    await client.withUserParams({}).raw('select 1');
    expect(await client('parts').pluck('id')).toEqual([1, 2, 3]);
    expect(traffic.queries - schemaQueries).toBe(5);
    expect(traffic.errors).toBe(0);
    expect(traffic.times().p99Ms).toBeGreaterThan(0);
    expect(traffic.lastAnswerAt).toBeGreaterThanOrEqual(before - 1);
    expect(traffic.lastAnswerAt).toBeLessThanOrEqual(Date.now() + 1);
    await client.schema.dropTable('parts');
  });

  it('knows when the last answer came, however late it is asked', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    for (const runs of [1, 500]) {
      const startedAt = Date.now();
      for (let i = 0; i < runs; i += 1) {
        await client.raw('select 1');
      }
      const endedAt = Date.now();
      await sleep(300);
      // Of a rush not each is timed, but some in each moment of it.
      expect(traffic.lastAnswerAt).toBeGreaterThanOrEqual(startedAt - 1);
      expect(traffic.lastAnswerAt).toBeLessThanOrEqual(endedAt + 1);
    }
  });

  it('takes no answer of which it knows no time for a later one', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    expect(traffic.lastAnswerAt).toBeUndefined();
    const askedAt = Date.now();
    await sleep(50);
    client.client.emit('query-response', [], {});
    await sleep(50);
    const lastAnswerAt = traffic.lastAnswerAt!;
    expect(lastAnswerAt).toBeLessThanOrEqual(askedAt);
    expect(traffic.lastAnswerAt).toBe(lastAnswerAt);
  });

  it('takes an error that the database sends for an answer', async () => {
    const { client, observation } = await database.observe();
    await expect(client.raw('select * from nowhere')).rejects.toThrow();
    expect(observation.traffic).toMatchObject({ queries: 1, errors: 1 });
    expect(observation.traffic.lastAnswerAt).toBeDefined();
    expect(observation.traffic.lastConnectionFailure).toBeUndefined();
  });

  it('says why queries failed, and which statement fails each time', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    const ask = () => client('later').select('id').limit(1);
    for (let i = 1; i <= 3; i += 1) {
      await expect(ask()).rejects.toThrow();
      // In a rush not each of them is looked at.
      await sleep(60);
    }
    expect(traffic.failures()).toEqual([
      {
        kind: 'other',
        sentence: expect.stringMatching(/^A table does not exist: /),
        remedy: expect.stringContaining('whether it was renamed or dropped'),
        count: 3,
        lastAt: expect.any(Number),
      },
    ]);
    expect(traffic.failingStatements()).toEqual([
      {
        text: expect.stringMatching(/^select .id. from .later. limit \?$/),
        failures: 3,
        since: expect.any(Number),
        lastAt: expect.any(Number),
        failure: expect.objectContaining({ kind: 'other' }),
      },
    ]);
    await client.schema.createTable('later', table => table.integer('id'));
    await ask();
    expect(traffic.failingStatements()).toEqual([]);
    await client.schema.dropTable('later');
  });

  it('forgets the starts of queries that never end', async () => {
    const { client, observation } = await database.observe();
    const { traffic } = observation;
    const emit = (event: string, ...parameters: unknown[]) =>
      client.client.emit(event, ...parameters);
    emit('query', { __knexQueryUid: 'early' });
    for (let i = 0; i < 1_000_000; i += 1) {
      emit('query', { __knexQueryUid: `unended ${i}` });
    }
    emit('query-response', [], { __knexQueryUid: 'early' });
    expect(traffic.times()).toMatchObject({ count: 0, p99Ms: 0 });
    await until(async () => {
      await client.raw('select 1');
      return traffic.times().p99Ms > 0;
    });
  });

  it('never throws into the plugin', async () => {
    const { client, observation } = await database.observe();
    const hostile = {
      get __knexQueryUid() {
        throw new Error('hostile');
      },
      get code() {
        throw new Error('hostile');
      },
    };
    for (const parameter of [undefined, null, hostile, 5]) {
      client.client.emit('query', parameter);
      client.client.emit('query-response', parameter, parameter);
      client.client.emit('query-error', parameter, parameter);
    }
    expect(await client.select(client.raw('1 as one'))).toEqual([{ one: 1 }]);
    expect(observation.traffic.lastAnswerAt).toBeDefined();
  });
});

describe.each(availableMajors)('failures of PostgreSQL %i', major => {
  let database: Awaited<ReturnType<typeof TestDatabase.postgres>>;
  beforeAll(async () => {
    database = await TestDatabase.postgres(major);
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  /** What the plugin and we see of the same failure. */
  async function failureOf(work: Promise<unknown>, { traffic }: Observation) {
    const error = await work.then(
      () => 'nothing failed',
      thrown => thrown,
    );
    return { thrown: error, noted: traffic.lastConnectionFailure?.error };
  }

  it('notes a connection that broke, with the very error that the plugin sees', async () => {
    const { client, observation } = await database.observe();
    const asked = new Promise(resolve => client.once('query', resolve));
    const pending = failureOf(client.raw('select pg_sleep(60)'), observation);
    await asked;
    await sleep(200);
    await database.server.kill();
    const { thrown, noted } = await pending;
    expect(thrown).toBeInstanceOf(Error);
    expect(noted).toBe(thrown);
    expect(observation.traffic).toMatchObject({ queries: 1, errors: 1 });
    expect(observation.traffic.lastAnswerAt).toBeUndefined();

    const refused = await failureOf(client.raw('select 1'), observation);
    expect(refused.thrown).toMatchObject({ code: 'ECONNREFUSED' });
    expect(refused.noted).toBe(refused.thrown);

    const failedAt = observation.traffic.lastConnectionFailure!.at;
    await database.server.start();
    await client.raw('select 1');
    expect(observation.traffic.lastAnswerAt).toBeGreaterThanOrEqual(failedAt);
  });
});
