import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { Samples, Store, Transitions } from '.';

describe('a store that is full', () => {
  let directory: string;
  let knex: Knex;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-health-'));
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: join(directory, 'store.sqlite'),
      useNullAsDefault: true,
    });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await knex.destroy();
    await rm(directory, { recursive: true });
  });

  async function fill() {
    const [{ page_count: pages }] = await knex.raw('pragma page_count');
    await knex.raw(`pragma max_page_count = ${pages}`);
  }

  it('takes nothing, says so once, is read, and takes samples again when there is room', async () => {
    const logger = mockServices.logger.mock();
    const store = new Store({
      database: { getClient: async () => knex },
      logger,
    });
    const samples = new Samples(store);
    const transitions = new Transitions(store);
    const sample = { numbers: { size: 1 } };
    await samples.note('catalog', sample, 0);
    await fill();
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);

    let noted = 0;
    while (await samples.note('catalog', sample, noted * 60_000)) {
      noted += 1;
    }
    expect(noted).toBeLessThan(2_000);
    now += 60_000;
    const ageMs = 30 * 86_400_000;
    expect(await samples.note('catalog', sample, ageMs)).toBeUndefined();
    expect(store.failingSince('samples')).toBe(now - 60_000);
    const { length } = (await samples.points('catalog', 'size', 0))!;
    // The clock may have passed from one minute to the next.
    expect(length).toBeGreaterThanOrEqual(Math.max(1, noted - 1));
    expect(await transitions.list(0, 1)).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);

    await knex.raw('pragma max_page_count = 10000');
    now += 60_000;
    expect(await samples.note('catalog', sample, ageMs)).toBe(true);
    expect(store.failingSince()).toBeUndefined();
    expect(logger.info).toHaveBeenCalledTimes(1);
  });
});
