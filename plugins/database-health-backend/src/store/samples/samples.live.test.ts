import type { Knex } from 'knex';
import { makeHistory } from '../__testUtils__/madeHistory';
import { describeStores } from '../__testUtils__/storeDatabase';
import { storeOn } from '../__testUtils__/storeOn';
import { Samples } from '.';
import type { SamplePoint } from '.';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const retention = {
  fineMs: 2 * dayMs,
  hourlyMs: 14 * dayMs,
  dailyMs: 730 * dayMs,
};

describeStores('samples on', client => {
  let knex: Knex;
  let samples: Samples;

  beforeEach(async () => {
    knex = client();
    samples = open();
  });

  /** As another process, or the same one after a restart, would. */
  function open(): Samples {
    return new Samples(storeOn(knex));
  }

  const sizes = async (id = 'catalog') =>
    (await samples.points(id, 'size', 0))!.map(({ last }) => last);

  it('are kept over a restart, with their time by the clock of the database', async () => {
    const before = Date.now();
    await samples.note('catalog', { numbers: { size: 5 * 2 ** 40 } }, hourMs);
    await samples.note(
      'catalog',
      { numbers: { size: 7, ping: 1.2345, connections: 12 } },
      0,
    );
    await samples.note('search', { numbers: { ping: 3 } }, 0);

    const later = open();
    expect(await later.points('catalog', 'size', 0)).toMatchObject([
      { last: 5 * 2 ** 40 },
      { last: 7, min: 7, max: 7 },
    ]);
    const [ping] = (await later.points('catalog', 'ping', 0))!;
    expect(ping.last).toBeCloseTo(1.235, 10);
    expect(Math.abs(ping.at - before)).toBeLessThan(70_000);
    expect(await later.points('catalog', 'connections', 0)).toMatchObject([
      { last: 12 },
    ]);
    expect(await later.points('search', 'size', 0)).toEqual([]);
    expect(await later.points('nobody', 'size', 0)).toEqual([]);
    expect(
      await later.points('catalog', 'size', before - hourMs / 2),
    ).toHaveLength(1);
  });

  it('are read of several metrics at once, those from before a metric was kept included', async () => {
    await samples.note('catalog', { numbers: { size: 5, ping: 2 } }, hourMs);
    await samples.note(
      'catalog',
      { numbers: { size: 7, 'query-latency': 41.5 } },
      0,
    );
    const [sizes_, latencies] = (await samples.pointsOfEach(
      'catalog',
      ['size', 'query-latency'],
      0,
    ))!;
    expect(sizes_.map(({ last }) => last)).toEqual([5, 7]);
    expect(latencies).toHaveLength(1);
    expect(latencies[0].at).toBe(sizes_[1].at);
    expect(latencies[0].last).toBeCloseTo(41.5, 10);
    expect(
      await samples.pointsOfEach('nobody', ['size', 'query-latency'], 0),
    ).toEqual([[], []]);
  });

  it('hold tables once an hour', async () => {
    const tables = new Map([
      ['entities', 3 * 2 ** 20],
      ['other.search', 2 ** 40],
    ]);
    const atHour = (hours: number) => 50 * dayMs + hours * hourMs;
    // Whatever the minute is now, these lie in two hours.
    for (const ageMs of [atHour(1), atHour(1) - 60_000, atHour(0)]) {
      await samples.note('catalog', { numbers: { size: 1 }, tables }, ageMs);
    }
    const points = (await samples.tablePoints('catalog', 'entities', 0))!;
    expect(points.length).toBeLessThanOrEqual(3);
    expect(new Set(points.map(({ at }) => Math.floor(at / hourMs))).size).toBe(
      points.length,
    );
    expect(points[0]).toMatchObject({ last: 3 * 2 ** 20 });
    expect(await samples.tableNames('catalog')).toEqual([
      'entities',
      'other.search',
    ]);
    expect(
      await samples.tablePoints('catalog', 'other.search', 0),
    ).toMatchObject(points.map(() => ({ last: 2 ** 40 })));
    expect(await samples.tablePoints('catalog', 'nothing', 0)).toEqual([]);
  });

  it('of all plugin databases are told at their last of each day', async () => {
    for (const id of ['catalog', 'search']) {
      await makeHistory(
        samples,
        id,
        [3.4, 2.4, 1.4, 0.4].map(days => days * dayMs),
        ageDays => ({ numbers: { size: 1_000 - Math.round(100 * ageDays) } }),
      );
    }
    const last = (await samples.lastOfEach(1_440, 'size', 0))!;
    expect([...last.keys()].sort()).toEqual(['catalog', 'search']);
    const days = last.get('catalog')!.map(({ at }) => Math.floor(at / dayMs));
    expect(new Set(days).size).toBe(days.length);
    expect(last.get('search')!.at(-1)).toMatchObject({ last: 960 });
  });

  it('tell when the first of each plugin database was taken', async () => {
    expect([...(await samples.firstOfEach())!]).toEqual([]);
    const before = Date.now();
    await samples.note('catalog', { numbers: {} }, 40 * dayMs);
    await samples.note('catalog', { numbers: { size: 1 } }, dayMs);
    await samples.note('search', { numbers: { size: 1 } }, hourMs);
    await samples.thin(retention, 100);
    const first = (await samples.firstOfEach())!;
    expect([...first.keys()].sort()).toEqual(['catalog', 'search']);
    for (const [id, ageMs] of [
      ['catalog', 40 * dayMs],
      ['search', hourMs],
    ] as const) {
      expect(Math.abs(first.get(id)! - (before - ageMs))).toBeLessThan(70_000);
    }
  });

  it('thinned out keep the first, the last and the extremes, and no more', async () => {
    const ages: number[] = [];
    for (let ageMs = 40 * dayMs; ageMs > 0; ageMs -= 3.7 * hourMs) {
      ages.push(ageMs, ...(ageMs < 20 * dayMs ? [ageMs - 600_000] : []));
    }
    await makeHistory(samples, 'catalog', ages, () => ({
      numbers: { size: Math.floor(Math.random() * 2 ** 40) },
      tables: new Map([
        ['entities', Math.floor(Math.random() * 2_000) * 2 ** 20],
      ]),
    }));
    const before = (await samples.points('catalog', 'size', 0))!;
    const tablesBefore = (await samples.tablePoints('catalog', 'entities', 0))!;

    expect(await samples.thin(retention, 100)).toBe(true);
    const after = (await samples.points('catalog', 'size', 0))!;
    const tablesAfter = (await samples.tablePoints('catalog', 'entities', 0))!;

    expect(after.length).toBeLessThan(before.length);
    expect(after[0]).toEqual(before[0]);
    expect(after.at(-1)).toEqual(before.at(-1));
    const now = Date.now();
    for (const [thinned, all] of [
      [after, before],
      [tablesAfter, tablesBefore],
    ]) {
      expect(largest(thinned)).toBe(largest(all));
      expect(smallest(thinned)).toBe(smallest(all));
      thinned.slice(1).forEach((point, index) => {
        const covered = all.filter(
          ({ at }) => at > thinned[index].at && at <= point.at,
        );
        expect(covered.at(-1)!.last).toBe(point.last);
        expect(smallest(covered)).toBe(point.min);
        expect(largest(covered)).toBe(point.max);
      });
    }
    for (const [tierMs, stretchMs] of [
      [retention.fineMs, hourMs],
      [retention.hourlyMs, dayMs],
    ]) {
      const stretches = after
        .slice(1)
        .filter(({ at }) => at < now - tierMs - stretchMs)
        .map(({ at }) => Math.floor(at / stretchMs));
      expect(new Set(stretches).size).toBe(stretches.length);
    }
    // The samples of the last two days are all there.
    const fine = (points: SamplePoint[]) =>
      points.filter(({ at }) => at > now - retention.fineMs);
    expect(fine(after)).toEqual(fine(before));

    await samples.thin(retention, 100);
    expect(await samples.points('catalog', 'size', 0)).toEqual(after);
    expect(await samples.tablePoints('catalog', 'entities', 0)).toEqual(
      tablesAfter,
    );
  });

  it('lose nothing when the thinning is interrupted', async () => {
    const ages = Array.from({ length: 200 }, (_, i) => 30 * dayMs - i * hourMs);
    await makeHistory(samples, 'catalog', ages, ageDays => ({
      numbers: { size: Math.round(ageDays * 1_000) },
    }));
    const before = (await samples.points('catalog', 'size', 0))!;
    const writes = jest.fn();
    knex.on('query', ({ sql }) => {
      if (sql.startsWith('delete')) {
        writes();
        if (writes.mock.calls.length === 3) {
          throw new Error('killed');
        }
      }
    });
    expect(await samples.thin(retention, 100)).toBe(false);
    knex.removeAllListeners('query');
    expect(writes).toHaveBeenCalled();
    samples = open();
    expect(await samples.points('catalog', 'size', 0)).toEqual(before);
    expect(await samples.thin(retention, 100)).toBe(true);
    const after = (await samples.points('catalog', 'size', 0))!;
    expect(after.length).toBeLessThan(15);
    expect(largest(after)).toBe(largest(before));
    expect(smallest(after)).toBe(smallest(before));
  });

  it('are thinned out in a bounded number of batches at a time', async () => {
    const ages = Array.from(
      { length: 60 },
      (_, i) => 60 * dayMs - i * 12 * hourMs,
    );
    await makeHistory(samples, 'catalog', ages, () => ({
      numbers: { size: 1 },
    }));
    expect(await samples.thin(retention, 1)).toBe(false);
    const first = await sizes();
    expect(first.length).toBeLessThan(60);
    expect(await samples.thin(retention, 10)).toBe(true);
    expect((await sizes()).length).toBeLessThan(first.length);
  });

  it('that are too old go, and with the last of them their database', async () => {
    await makeHistory(
      samples,
      'catalog',
      [800, 740, 700, 1].map(days => days * dayMs),
      ageDays => ({ numbers: { size: Math.round(ageDays) } }),
    );
    await samples.note(
      'gone',
      { numbers: { size: 1 }, tables: new Map([['t', 1024]]) },
      800 * dayMs,
    );
    expect(await samples.thin(retention, 100)).toBe(true);
    expect(await sizes()).toEqual([700, 1]);
    expect(await knex('sampled_databases').pluck('database_id')).toEqual([
      'catalog',
    ]);
    expect(await knex('sampled_tables')).toEqual([]);
  });

  it('of tables that are dropped do not fill the dictionary', async () => {
    for (let hour = 0; hour < 48; hour++) {
      const names = Array.from(
        { length: 20 },
        (_, i) => `partition_${hour * 20 + i}`,
      );
      await samples.note(
        'catalog',
        {
          numbers: { size: 1 },
          tables: new Map(
            names.map((name, i) => [name, (hour * 20 + i) * 1024]),
          ),
        },
        100 * dayMs - hour * hourMs,
      );
    }
    expect(await knex('sampled_tables')).toHaveLength(200);
    await samples.thin(retention, 100);
    // Two or three days are left, each with 20 tables, and the first sample.
    expect((await knex('sampled_tables')).length).toBeLessThanOrEqual(80);

    await samples.note(
      'catalog',
      { numbers: { size: 1 }, tables: new Map([['fresh', 4096]]) },
      0,
    );
    expect(await samples.tablePoints('catalog', 'fresh', 0)).toMatchObject([
      { last: 4096 },
    ]);
  });

  it('of two replicas at once get along', async () => {
    const other = open();
    // One after the other: Knex lets only one of them migrate.
    await samples.tableNames('catalog');
    await other.tableNames('catalog');
    await Promise.all(
      [samples, other].flatMap(each =>
        [1, 2, 3, 4].map(i =>
          each.note(
            'catalog',
            {
              numbers: { size: i },
              tables: new Map([
                [`t${i}`, 1024],
                ['shared', 2048],
              ]),
            },
            i * dayMs,
          ),
        ),
      ),
    );
    expect(await sizes()).toEqual([4, 3, 2, 1]);
    const names = (await samples.tableNames('catalog'))!;
    expect(names.sort()).toEqual(['shared', 't1', 't2', 't3', 't4']);
  });
});

function largest(points: readonly SamplePoint[]): number {
  return Math.max(...points.map(({ max }) => max));
}

function smallest(points: readonly SamplePoint[]): number {
  return Math.min(...points.map(({ min }) => min));
}
