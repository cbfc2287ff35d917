import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import { availableMajors, type PostgresServer } from 'postgres-server';
import type { Durations } from '../pure/facts';
import { TestDatabase } from './__testUtils__/databases';

const concurrencies = [10, 100];

const mostRounds = 5;

interface Measured {
  waitsMs: number[];
  latenciesMs: number[];
}

const nowMs = () => performance.timeOrigin + performance.now();

/**
 * Runs queries of known lengths, `concurrency` at once, and measures them from
 * outside: the server says when it got each.
 */
async function load(
  client: Knex,
  concurrency: number,
  lengthsMs: readonly number[],
): Promise<Measured> {
  const waitsMs: number[] = [];
  const latenciesMs: number[] = [];
  const lane = async (_: unknown, index: number) => {
    for (let i = 0; i < lengthsMs.length; i += 1) {
      const lengthMs = lengthsMs[(index + i) % lengthsMs.length];
      const requestedAt = nowMs();
      const { rows } = await client.raw(
        `select extract(epoch from statement_timestamp()) * 1000 as at,
           pg_sleep(?)`,
        [lengthMs / 1000],
      );
      const receivedAt = Number(rows[0].at);
      waitsMs.push(receivedAt - requestedAt);
      latenciesMs.push(nowMs() - receivedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { waitsMs, latenciesMs };
}

function percentileOf(values: readonly number[], percentile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percentile) / 100) - 1];
}

/** To within 5 %. */
function expectSame(
  observed: { times(): Durations },
  outsideMs: readonly number[],
  percentiles: readonly (50 | 95)[],
): void {
  for (const percentile of percentiles) {
    const observedMs = observed.times()[`p${percentile}Ms`];
    const expectedMs = percentileOf(outsideMs, percentile);
    const isSame = Math.abs(observedMs / expectedMs - 1) <= 0.05;
    const told = { percentile, observedMs, expectedMs };
    expect({ ...told, isSame }).toEqual({ ...told, isSame: true });
  }
}

/** Observes a client once all its connections are open: to open them takes long. */
async function observeOpened(database: TestDatabase, places: number) {
  const client = database.connect({ pool: { min: places, max: places } });
  const holders = await Promise.all(
    Array.from({ length: places }, () => client.transaction()),
  );
  await Promise.all(holders.map(holder => holder.rollback()));
  return database.observe({}, { client });
}

// What is measured is on this side, whatever the server.
describe.each(availableMajors.slice(-1))('under load, PostgreSQL %i', major => {
  let database: TestDatabase & { server: PostgresServer };
  beforeAll(async () => {
    database = await TestDatabase.postgres(major, { max_connections: '150' });
  });
  afterEach(() => database.close());
  afterAll(() => database?.dispose());

  /** Measures anew: what else the machine does comes between the two. */
  async function untilQuiet(measure: () => Promise<void>): Promise<void> {
    for (let left = mostRounds; ; left -= 1) {
      try {
        return await measure();
      } catch (error) {
        if (left === 1) {
          throw error;
        }
        await database.close();
      }
    }
  }

  it.each(concurrencies)(
    'latencies are what the server takes, %d queries at once',
    async concurrency => {
      await untilQuiet(async () => {
        const { client, observation } = await observeOpened(
          database,
          concurrency,
        );
        // Each fifth one is long: of fewer, those that are timed might be too few to
        // make the 95th percentile. Both percentiles lie amid their kind: at the ends
        // is what the machine adds.
        const lengthsMs = Array.from({ length: 20 }, (_, i) =>
          i % 5 === 4 ? 900 : 300,
        );
        const { latenciesMs } = await load(client, concurrency, lengthsMs);
        expect(observation.traffic.queries).toBe(latenciesMs.length);
        expectSame(observation.traffic, latenciesMs, [50, 95]);
      });
    },
  );

  it.each(concurrencies)(
    'waits are what passes before the server gets the query, %d at once',
    async concurrency => {
      await untilQuiet(async () => {
        const { client, observation } = await observeOpened(
          database,
          concurrency / 2,
        );
        const lengthsMs = Array<number>(6).fill(500);
        const { waitsMs, latenciesMs } = await load(
          client,
          concurrency,
          lengthsMs,
        );
        expect(observation.waits.timeouts).toBe(0);
        expectSame(observation.waits, waitsMs, [50]);
        expectSame(observation.traffic, latenciesMs, [50]);
      });
    },
  );
});
