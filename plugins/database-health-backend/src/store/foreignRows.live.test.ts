import { deflateSync } from 'node:zlib';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { describeEach } from '../__testUtils__/engines';
import {
  Deliveries,
  Dismissals,
  Failures,
  Incidents,
  Replicas,
  Samples,
  ServerAliases,
  Store,
  Surveys,
  Transitions,
  Upkeep,
  Versions,
} from '.';
import {
  type StoreDatabase,
  storeEngines,
} from './__testUtils__/storeDatabase';
import { mostBytes } from './surveys';

const dayMs = 86_400_000;
/** No date can hold it. */
const tooLateMs = 9_000_000_000_000_000;

/** More than is fetched, which no driver has to send. */
const nineMiB: Record<string, string> = {
  postgres: `convert_to(repeat('x', 9 * 1024 * 1024), 'UTF8')`,
  MariaDB: `repeat('x', 9 * 1024 * 1024)`,
  SQLite: 'zeroblob(9 * 1024 * 1024)',
};

/** Of a store that is not trusted: others may write to its tables, too. */
describeEach(storeEngines, 'rows that no replica wrote, on', engine => {
  let database: StoreDatabase;
  let knex: Knex;
  let store: Store;
  const logger = mockServices.logger.mock();

  beforeAll(async () => {
    database = await engine.start();
  });
  afterAll(() => database?.dispose());
  beforeEach(async () => {
    knex = await database.create();
    store = new Store({ database: { getClient: async () => knex }, logger });
    await store.part('replicas').use(async () => {});
    logger.warn.mockClear();
  });
  afterEach(() => knex.destroy());

  /** The log says so once, however often they are met, and all else goes on. */
  function expectToldOnce(part: string) {
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining(`(${part}), which is left out`)],
    ]);
    expect(store.failingSince()).toBeUndefined();
  }

  async function read<T>(list: () => Promise<T>): Promise<T> {
    await list();
    return list();
  }

  it('are no surveys, and the next survey follows them', async () => {
    const surveys = new Surveys(store, 'ours');
    const put = (id: string, packed: Buffer, more: object = {}) =>
      knex('surveys').insert({
        database_id: id,
        revision: 1,
        surveyed_ms: 1,
        packed,
        ...more,
      });
    const json = (value: unknown) => deflateSync(JSON.stringify(value));
    await put('good', json({ found: 'much' }));
    await put('garbage', Buffer.from('garbage'));
    await put('no json', deflateSync('{'));
    await put('bomb', deflateSync(Buffer.alloc(mostBytes + 1, ' ')));
    await put('large', Buffer.from('x'));
    await knex('surveys')
      .where({ database_id: 'large' })
      .update({ packed: knex.raw(nineMiB[engine.name] ?? nineMiB.postgres) });
    const ids = ['good', 'garbage', 'no json', 'bomb', 'large'];
    expect(await read(() => surveys.read(ids))).toEqual(
      new Map([['good', { found: 'much' }]]),
    );
    expectToldOnce('surveys');
    for (const id of ids) {
      expect(await surveys.claim(id, 1)).toBe(true);
      expect(await surveys.finish(id, { found: id })).toBe(2);
    }
    expect((await surveys.read(ids))!.size).toBe(5);
  });

  it('keep nobody from surveying, whatever they count and claim', async () => {
    const surveys = new Surveys(store, 'ours');
    for (const [id, row] of Object.entries({
      negative: { revision: -5 },
      last: { revision: 2 ** 31 - 1 },
      claimed: { claimed_by: 'x', claim_ends_ms: tooLateMs },
      wanted: { requested_ms: tooLateMs, surveyed_ms: tooLateMs },
    })) {
      await knex('surveys').insert({ database_id: id, ...row });
    }
    const heads = (await surveys.list())!;
    expect(heads).toHaveLength(4);
    for (const head of heads) {
      expect(head).toMatchObject({ revision: 0, requestedMsAgo: undefined });
      expect(head.ageMs ?? 0).toBe(0);
      expect(await surveys.claim(head.databaseId, 0)).toBe(true);
      expect(await surveys.finish(head.databaseId, {})).toBe(1);
    }
  });

  it('do not make a survey that is too large a burden of the others', async () => {
    const surveys = new Surveys(store, 'ours');
    await surveys.claim('catalog', 0);
    expect(
      await surveys.finish('catalog', { text: 'x'.repeat(mostBytes) }),
    ).toBeUndefined();
    expect(await surveys.claim('catalog', 0)).toBe(true);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it.each<[string, string]>([
    ['no JSON', '['],
    ['a list', '[]'],
    [
      'runs of no time',
      '{"running":[{"databaseId":"a","ledger":"b","since":"c"}]}',
    ],
    ['pulses that are no list', '{"running":[],"pulses":{"a":1}}'],
    ['a time that no date can hold', `{"running":[],"writtenAt":${tooLateMs}}`],
    ['too much', `{"running":[],"more":"${'x'.repeat(2_000_000)}"}`],
  ])('report nothing for a replica that lives: %s', async (_, state) => {
    const replicas = new Replicas(store);
    await replicas.heartbeat({
      id: 'other',
      host: 'host',
      version: '1',
      startedAt: new Date(1_000),
      state: { running: [] },
    });
    await knex('replicas').update({ state });
    expect(await read(() => replicas.list())).toMatchObject([
      { id: 'other', alive: true, state: { running: [] } },
    ]);
    expectToldOnce('replicas');
  });

  it('are no versions, and no ledgers of versions', async () => {
    const versions = new Versions(store);
    const ledgers = [{ databaseId: 'catalog', ledger: 'l', names: ['1.js'] }];
    for (const id of ['good', 'bad', 'half']) {
      await versions.remember({ id, packages: { a: '1' }, ledgers });
    }
    await knex('backend_versions')
      .where({ id: 'bad' })
      .update({ packages: '{"a":{"b":1}}' });
    await knex('version_ledgers')
      .where({ version_id: 'half' })
      .update({ names: '{"length":1e9}' });
    const list = (await read(() => versions.list()))!;
    expect(
      Object.fromEntries(list.map(each => [each.id, each.ledgers])),
    ).toEqual({ good: ledgers, half: [] });
    expectToldOnce('versions');
  });

  it('are no failures', async () => {
    const failures = new Failures(store, () => Date.now());
    for (const ledger of ['good', 'bad']) {
      await failures.failed({
        databaseId: 'catalog',
        ledger,
        replicaId: 'other',
        at: Date.now() - 5_000,
        durationMs: 10,
        sentence: 'It failed.',
      });
    }
    await knex('migration_failures')
      .where({ ledger: 'bad' })
      .update({ began_ms: tooLateMs });
    expect(await read(() => failures.of('catalog'))).toMatchObject([
      { ledger: 'good' },
    ]);
    expectToldOnce('failures');
  });

  it('dismiss nothing', async () => {
    const dismissals = new Dismissals(store);
    for (const findingKey of ['good', 'bad']) {
      await dismissals.dismiss({ findingKey, by: 'a', reason: 'b' });
    }
    await knex('dismissals')
      .where({ finding_key: 'bad' })
      .update({ until_ms: tooLateMs });
    expect(await read(() => dismissals.list())).toMatchObject([
      { findingKey: 'good' },
    ]);
    expectToldOnce('dismissals');
  });

  it('are no transitions, and hide none that come later', async () => {
    const transitions = new Transitions(store);
    const seen = (databaseId: string) => ({
      databaseId,
      status: 'critical' as const,
      message: 'Down.',
      ageMs: 0,
    });
    await transitions.note([seen('good'), seen('bad')]);
    await knex('transitions')
      .where({ database_id: 'bad' })
      .update({ to_status: 'awful' });
    await knex('statuses').update({ status: 'awful', changed_ms: tooLateMs });
    expect(await read(() => transitions.list(0, 10))).toMatchObject([
      { databaseId: 'good', to: 'critical' },
    ]);
    expectToldOnce('transitions');
    await transitions.note([seen('good')]);
    await knex('transitions').whereNot({ from_status: 'unknown' }).update({
      from_status: 'ok',
    });
    expect(await transitions.list(0, 10)).toHaveLength(2);
  });

  it('are no incidents, and let those that are over end', async () => {
    const incidents = new Incidents(
      store,
      new Deliveries(store, [], () => Date.now()),
    );
    const name = 'database:catalog:size';
    const seen = {
      id: `${name}:1`,
      name,
      occurrence: 1,
      subject: { databaseId: 'catalog' },
      checkId: 'size',
      severity: 'critical' as const,
      title: 'Large.',
      findings: ['catalog:size'],
      openedAgeMs: 60_000,
      seenAgeMs: 30_000,
      changed: false,
    };
    const closeAfterMs = 1_000;
    await incidents.exchange([seen], { closeAfterMs });
    await knex('incidents').update({ seen_ms: tooLateMs });
    const over = { ...seen, closed: { ageMs: 20_000, settledAgeMs: 10_000 } };
    expect(
      (await incidents.exchange([over], { closeAfterMs }))!.open,
    ).toHaveLength(1);
    await knex('incidents').update({ seen_ms: knex.raw('seen_ms - 60000') });
    expect((await incidents.exchange([over], { closeAfterMs }))!.open).toEqual(
      [],
    );
    await knex('incidents').update({ closed_ms: null, severity: 'awful' });
    expect(await read(() => incidents.list(0, 10))).toEqual([]);
    expectToldOnce('incidents');
  });

  it('are no samples, and are thinned out without end to nobody', async () => {
    const samples = new Samples(store);
    const minuteNow = Math.floor(Date.now() / 60_000);
    await samples.note('catalog', { numbers: { size: 7 } }, 0);
    const [{ id }] = await knex('sampled_databases').select('id');
    const endless = Buffer.alloc(300, 0xff);
    for (const minute of [
      minuteNow - 100 * 1_440,
      minuteNow - 100 * 1_440 + 5,
      minuteNow - 100 * 1_440 + 6,
      2 ** 31 - 1,
    ]) {
      await knex('samples').insert({
        database_no: id,
        minute,
        numbers: endless,
        tables: endless,
      });
    }
    expect(await samples.points('catalog', 'size', 0)).toMatchObject([
      { last: 7 },
    ]);
    expect(
      await samples.thin(
        { fineMs: dayMs, hourlyMs: 2 * dayMs, dailyMs: 730 * dayMs },
        10,
      ),
    ).toBe(true);
    expect(await samples.points('catalog', 'size', 0)).toMatchObject([
      { last: 7 },
    ]);
    expect(store.failingSince()).toBeUndefined();
  });

  it('are no servers, and keep nobody from what has to be done', async () => {
    const upkeep = new Upkeep(store);
    expect(await upkeep.take('thin', 1_000)).toBe(true);
    expect(await upkeep.take('thin', dayMs)).toBe(false);
    await knex('upkeep').update({ started_ms: tooLateMs });
    expect(await upkeep.take('thin', dayMs)).toBe(true);

    const aliases = new ServerAliases(store);
    const alias = {
      alias: 'postgres-1',
      address: 'db:5432',
      serverId: 'postgres-2',
      run: '1',
    };
    await aliases.note(alias);
    expect(await aliases.list()).toEqual([alias]);
  });
});
