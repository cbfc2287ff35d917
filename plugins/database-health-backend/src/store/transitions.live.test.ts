import type { Knex } from 'knex';
import { describeStores } from './__testUtils__/storeDatabase';
import { storeOn } from './__testUtils__/storeOn';
import { Dismissals, SeenStatus, Store, Transitions, Upkeep } from '.';

describeStores('statuses over time on', client => {
  let knex: Knex;
  let store: Store;
  let transitions: Transitions;

  beforeEach(async () => {
    knex = client();
    store = storeOn(knex);
    transitions = new Transitions(store);
    await transitions.list(0, 1);
  });

  function seen(
    status: SeenStatus['status'],
    ageMs: number,
    checkId?: string,
  ): SeenStatus {
    return {
      databaseId: 'catalog',
      ...(checkId && { checkId }),
      status,
      message: `It is ${status}.`,
      ageMs,
    };
  }

  const told = async () =>
    (await transitions.list(0, 100))!.map(({ from, to }) => [from, to]);

  it('are told when they change, the newest first', async () => {
    await transitions.note([seen('ok', 60_000)]);
    expect(await told()).toEqual([]);
    await transitions.note([
      seen('critical', 50_000),
      seen('critical', 50_000, 'reachable'),
    ]);
    await transitions.note([seen('critical', 40_000)]);
    await transitions.note([seen('ok', 30_000)]);
    const before = Date.now();
    expect(await transitions.list(0, 100)).toEqual([
      {
        at: expect.any(Number),
        databaseId: 'catalog',
        from: 'critical',
        to: 'ok',
        message: 'It is ok.',
      },
      {
        at: expect.any(Number),
        databaseId: 'catalog',
        checkId: 'reachable',
        from: 'unknown',
        to: 'critical',
        message: 'It is critical.',
      },
      expect.objectContaining({ from: 'ok', to: 'critical' }),
    ]);
    const [{ at }] = (await transitions.list(0, 1))!;
    expect(Math.abs(at - (before - 30_000))).toBeLessThan(10_000);
    expect(await transitions.list(before - 40_000, 100)).toHaveLength(1);
  });

  it('tell when the first of each plugin database was, of it or of a check', async () => {
    const before = Date.now();
    await transitions.note([
      seen('warning', 80_000_000, 'size'),
      { ...seen('critical', 90_000_000), databaseId: undefined, serverId: 's' },
      seen('critical', 50_000),
    ]);
    const first = (await transitions.firstOfEach())!;
    expect([...first.keys()]).toEqual(['catalog']);
    const ageMs = before - first.get('catalog')!;
    expect(Math.abs(ageMs - 80_000_000)).toBeLessThan(10_000);
  });

  it('are told once, however many replicas see them, and whenever they tell', async () => {
    await transitions.note([seen('ok', 60_000)]);
    const outage = [seen('critical', 50_000), seen('ok', 20_000)];
    const others = [1, 2].map(() => new Transitions(storeOn(knex)));
    for (const other of others) {
      await other.list(0, 1);
    }
    await Promise.all([transitions, ...others].map(each => each.note(outage)));
    // This one could not tell until now, and saw it a little later.
    await transitions.note([seen('critical', 48_000), seen('ok', 19_000)]);
    expect(await told()).toEqual([
      ['critical', 'ok'],
      ['ok', 'critical'],
    ]);
  });

  it('are compared with those of before a restart', async () => {
    await transitions.note([seen('warning', 60_000)]);
    const restarted = new Transitions(storeOn(knex));
    await restarted.note([seen('warning', 10_000)]);
    expect(await told()).toEqual([['unknown', 'warning']]);
    await restarted.note([seen('ok', 5_000)]);
    expect(await told()).toEqual([
      ['warning', 'ok'],
      ['unknown', 'warning'],
    ]);
  });

  it('are forgotten when they are too old, or too many', async () => {
    await transitions.note([
      seen('warning', 731 * 86_400_000, 'a'),
      seen('warning', 729 * 86_400_000, 'b'),
    ]);
    expect(await transitions.forget()).toBe(true);
    expect(await transitions.list(0, 10)).toMatchObject([{ checkId: 'b' }]);

    const now = Date.now();
    await knex.batchInsert(
      'transitions',
      Array.from({ length: 20_700 }, (_, i) => ({
        at_ms: now - 1_000_000 + i,
        database_id: 'catalog',
        from_status: 'ok',
        to_status: 'warning',
        message: String(i),
      })),
      200,
    );
    expect(await transitions.forget()).toBe(false);
    expect(await transitions.forget()).toBe(true);
    const [{ count }] = await knex('transitions').count({ count: '*' });
    expect(Number(count)).toBe(20_000);
    const [oldest] = await knex('transitions').orderBy('at_ms').limit(1);
    expect(oldest.message).toBe('700');
  });

  it('are taken care of by one replica at a time', async () => {
    const upkeeps = [1, 2, 3].map(() => new Upkeep(storeOn(knex)));
    for (const each of upkeeps) {
      await each.take('other', 0);
    }
    const taken = await Promise.all(
      upkeeps.map(each => each.take('history', 60_000)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await upkeeps[0].take('history', 60_000)).toBe(false);
    await knex('upkeep').update({ started_ms: Date.now() - 120_000 });
    expect(await upkeeps[0].take('history', 60_000)).toBe(true);
  });

  it('of findings are dismissed until then, or until they are restored', async () => {
    const dismissals = new Dismissals(store);
    const key = 'catalog:table-size:public.a "very" long name';
    const dismissal = {
      findingKey: key,
      by: 'user:default/a',
      reason: 'Known.',
    };
    expect(await dismissals.dismiss(dismissal)).toBe('dismissed');
    const until = Date.now() + 60_000;
    await dismissals.dismiss({ ...dismissal, findingKey: 'b', until });
    await dismissals.dismiss({ ...dismissal, findingKey: 'c', until: 1_000 });
    const list = async () =>
      (await dismissals.list())!.sort((a, b) =>
        b.findingKey.localeCompare(a.findingKey),
      );
    expect(await list()).toEqual([
      dismissal,
      { ...dismissal, findingKey: 'b', until },
    ]);
    await dismissals.dismiss({ ...dismissal, reason: 'Another one.' });
    expect(await list()).toMatchObject([{ reason: 'Another one.' }, {}]);
    await dismissals.restore(key);
    expect(await list()).toMatchObject([{ findingKey: 'b' }]);
  });
});
