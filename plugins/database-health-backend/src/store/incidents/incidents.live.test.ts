import type { Knex } from 'knex';
import { describeStores } from '../__testUtils__/storeDatabase';
import { closeAfterMs, seenIncident } from '../__testUtils__/seenIncident';
import { storeOn } from '../__testUtils__/storeOn';
import { Deliveries, Incidents, type SeenIncident } from '.';

const hourMs = 3_600_000;

describeStores('incidents on', client => {
  let knex: Knex;
  let incidents: Incidents;

  beforeEach(async () => {
    knex = client();
    incidents = new Incidents(
      storeOn(knex),
      new Deliveries(storeOn(knex), [], () => Date.now()),
    );
    await incidents.list(0, 1);
  });

  function seen(changes: Partial<SeenIncident> = {}): SeenIncident {
    return seenIncident({
      name: 'server:postgres-1:server-reachable',
      subject: { serverId: 'postgres-1' },
      checkId: 'server-reachable',
      title: 'The server of catalog does not answer.',
      findings: ['postgres-1:server-reachable', 'catalog:reachable'],
      openedAgeMs: hourMs,
      seenAgeMs: 0,
      ...changes,
    });
  }
  const exchange = async (...some: SeenIncident[]) =>
    (await incidents.exchange(some, { closeAfterMs }))!;
  const over = (settledAgeMs = 0) => ({
    ageMs: settledAgeMs + closeAfterMs,
    settledAgeMs,
  });
  const kinds = async () =>
    (await incidents.list(0, 10))!.map(({ changes }) =>
      changes.map(({ kind, severity }) => `${kind} ${severity}`),
    );

  it('are the same to all replicas that see them, with their first start', async () => {
    const before = Date.now();
    await exchange(seen());
    const { open, occurrences } = await exchange(
      seen({ openedAgeMs: 50_000, title: 'Another sentence.' }),
    );
    expect(open).toEqual([
      {
        id: 'server:postgres-1:server-reachable:1',
        name: 'server:postgres-1:server-reachable',
        occurrence: 1,
        subject: { serverId: 'postgres-1' },
        checkId: 'server-reachable',
        severity: 'warning',
        title: 'The server of catalog does not answer.',
        findings: ['postgres-1:server-reachable', 'catalog:reachable'],
        openedAt: expect.any(Number),
        closedAt: undefined,
        changes: [],
      },
    ]);
    expect(Math.abs(open[0].openedAt - (before - hourMs))).toBeLessThan(10_000);
    expect(occurrences).toEqual(
      new Map([['server:postgres-1:server-reachable', 1]]),
    );
    expect(await kinds()).toEqual([['opened warning']]);
  });

  it('are asked for with one statement where there is nothing to tell', async () => {
    await exchange(seen({ seenAgeMs: hourMs / 2, closed: over() }));
    await exchange(
      seen({
        name: 'database:catalog:size',
        subject: { databaseId: 'catalog' },
      }),
    );
    const asked = jest.fn();
    knex.on('query', asked);
    const { open, occurrences } = await exchange();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(open.map(({ name }) => name)).toEqual(['database:catalog:size']);
    expect(occurrences).toEqual(
      new Map([
        ['server:postgres-1:server-reachable', 1],
        ['database:catalog:size', 1],
      ]),
    );
  });

  it('that go on are seen with one statement, however many they are', async () => {
    const some = ['catalog', 'search', 'auth'].map(databaseId =>
      seen({
        name: `database:${databaseId}:size`,
        subject: { databaseId },
      }),
    );
    await exchange(...some);
    await knex('incidents').update({ seen_ms: 1 });
    const statements: string[] = [];
    const ask = ({ sql }: { sql: string }) => statements.push(sql);
    knex.on('query', ask);
    const before = Date.now();
    const { open } = await exchange(
      ...some.map(each => ({ ...each, goesOn: true, seenAgeMs: 5_000 })),
    );
    knex.removeListener('query', ask);
    expect(statements.filter(sql => /^update/.test(sql))).toHaveLength(1);
    expect(statements).toHaveLength(3);
    expect(open).toHaveLength(3);
    for (const seenMs of await knex('incidents').pluck('seen_ms')) {
      expect(Math.abs(Number(seenMs) - (before - 5_000))).toBeLessThan(4_000);
    }
    expect(await kinds()).toEqual(Array(3).fill(['opened warning']));
  });

  it('that go on, of which the store has lost one, are recorded anew', async () => {
    const other = seen({
      name: 'database:catalog:size',
      subject: { databaseId: 'catalog' },
    });
    await exchange(seen(), other);
    await knex('incident_changes').where({ incident_id: other.id }).delete();
    await knex('incidents').where({ id: other.id }).delete();
    const { open } = await exchange(seen({ goesOn: true }), {
      ...other,
      goesOn: true,
    });
    expect(open.map(({ id }) => id).sort()).toEqual([other.id, seen().id]);
    expect(await kinds()).toEqual([['opened warning'], ['opened warning']]);
  });

  it('that go on here, but were ended by others, stay so', async () => {
    await exchange(seen({ seenAgeMs: hourMs / 2, closed: over() }));
    expect((await exchange(seen({ goesOn: true }))).open).toEqual([]);
    expect(await kinds()).toEqual([['opened warning', 'closed warning']]);
  });

  it('opened by many at once are one, and nothing fails', async () => {
    const states = await Promise.all(
      Array.from({ length: 8 }, () =>
        incidents.exchange([seen()], { closeAfterMs }),
      ),
    );
    for (const state of states) {
      expect(state?.open).toHaveLength(1);
    }
    expect(await kinds()).toEqual([['opened warning']]);
  });

  it('get worse, and never better; their cause may become another', async () => {
    await exchange(seen());
    await exchange(seen({ severity: 'critical', changed: true }));
    await exchange(seen({ severity: 'warning', changed: true }));
    const full = {
      checkId: 'server-connections',
      title: 'All are in use.',
      changed: true,
    };
    await exchange(seen(full));
    await exchange(seen({ ...full, checkId: 'size', changed: false }));
    expect(await incidents.list(0, 10)).toMatchObject([
      { severity: 'critical', checkId: 'server-connections' },
    ]);
    expect(await kinds()).toEqual([
      ['opened warning', 'changed critical', 'changed critical'],
    ]);
  });

  it('end when no replica has seen them for long enough', async () => {
    await exchange(seen({ seenAgeMs: 10_000 }));
    const later = await exchange(seen({ seenAgeMs: 70_000, closed: over() }));
    expect(later.open).toHaveLength(1);
    await knex('incidents').update({ seen_ms: knex.raw('seen_ms - 60000') });
    const before = Date.now();
    const { open } = await exchange(
      seen({ seenAgeMs: 130_000, closed: over() }),
    );
    expect(open).toEqual([]);
    const [{ closedAt }] = (await incidents.list(0, 10))!;
    expect(Math.abs(closedAt! - (before - closeAfterMs))).toBeLessThan(15_000);
    expect(await kinds()).toEqual([['opened warning', 'closed warning']]);
  });

  it('that ended do not begin again by their number, which the next one counts on', async () => {
    await exchange(seen({ seenAgeMs: hourMs / 2, closed: over() }));
    expect((await exchange(seen())).open).toEqual([]);
    const { open, occurrences } = await exchange(seen({ occurrence: 2 }));
    expect(open.map(({ id }) => id)).toEqual([
      'server:postgres-1:server-reachable:2',
    ]);
    expect([...occurrences.values()]).toEqual([2]);
    await exchange(seen({ occurrence: 3 }));
    expect(await kinds()).toHaveLength(2);
  });

  it('that came and went while the store was down are kept with their times', async () => {
    const before = Date.now();
    const { open } = await exchange(
      seen({
        openedAgeMs: 900_000,
        seenAgeMs: 600_000,
        closed: { ageMs: 590_000, settledAgeMs: 530_000 },
      }),
      seen({ occurrence: 2, openedAgeMs: 300_000 }),
    );
    expect(open.map(({ occurrence }) => occurrence)).toEqual([2]);
    const [, first] = (await incidents.list(0, 10))!;
    expect(Math.abs(first.openedAt - (before - 900_000))).toBeLessThan(10_000);
    expect(Math.abs(first.closedAt! - (before - 590_000))).toBeLessThan(10_000);
    expect(await incidents.list(before - 400_000, 10)).toHaveLength(1);
  });

  it('with names that no column holds are left out, and the others are not', async () => {
    const { open } = await exchange(
      seen({ checkId: 'x'.repeat(300) }),
      seen({ title: 'y'.repeat(5_000) }),
    );
    expect(open.map(({ title }) => title.length)).toEqual([1_000]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another severity', { severity: 'awful' }],
    ['no subject', { server_id: null }],
    ['findings that are no list', { findings: '{"a":1}' }],
    ['findings that are no JSON', { findings: '[' }],
    ['a number that is none', { occurrence: -1 }],
    ['a time that is none', { opened_ms: '9100000000000000' }],
  ])('with %s in the table are not read', async (_, change) => {
    await exchange(seen());
    await knex('incidents').update(change);
    expect((await exchange()).open).toEqual([]);
    expect(await incidents.list(0, 10)).toEqual([]);
  });

  it('are forgotten when they are too old, with their changes, unless they are open', async () => {
    await exchange(seen());
    await exchange(
      seen({
        name: 'server:postgres-2:server-reachable',
        subject: { serverId: 'postgres-2' },
        seenAgeMs: 200_000,
        closed: over(),
      }),
    );
    expect(await incidents.forget()).toBe(true);
    expect(await kinds()).toHaveLength(2);
    const years = 3 * 365 * 24 * hourMs;
    await knex('incidents').update({
      opened_ms: knex.raw(`opened_ms - ${years}`),
    });
    await knex('incidents')
      .whereNotNull('closed_ms')
      .update({ closed_ms: knex.raw(`closed_ms - ${years}`) });
    expect(await incidents.forget()).toBe(true);
    expect(await kinds()).toEqual([['opened warning']]);
    expect(await knex('incident_changes')).toHaveLength(1);
  });
});
