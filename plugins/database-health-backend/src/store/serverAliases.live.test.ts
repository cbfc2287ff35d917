import type { Knex } from 'knex';
import { describeStores } from './__testUtils__/storeDatabase';
import { storeOn } from './__testUtils__/storeOn';
import {
  Deliveries,
  Dismissals,
  Incidents,
  ServerAliases,
  Store,
  Transitions,
} from '.';

describeStores('the addresses of servers on', client => {
  let knex: Knex;
  let store: Store;
  let aliases: ServerAliases;

  beforeEach(async () => {
    knex = client();
    store = storeOn(knex);
    aliases = new ServerAliases(store);
    await aliases.list();
  });

  const alias = (name: string, serverId = 'postgres-own', run = '1') => ({
    alias: name,
    address: `${name}:5432`,
    serverId,
    run,
  });

  it('are kept, the last saying of each', async () => {
    await aliases.note(alias('postgres-a'));
    await aliases.note(alias('postgres-b', 'postgres-other'));
    await aliases.note(alias('postgres-a', 'postgres-own', '2'));
    expect(await aliases.list()).toEqual([
      alias('postgres-a', 'postgres-own', '2'),
      alias('postgres-b', 'postgres-other'),
    ]);
  });

  it('are bounded: the oldest go', async () => {
    await knex('server_aliases').insert(
      Array.from({ length: 20 }, (_, i) => i).map(i => ({
        alias: `old-${i}`,
        address: 'db',
        server_id: 'postgres-own',
        run: '1',
        noted_ms: i,
      })),
    );
    for (let from = 0; from < 500; from += 100) {
      await knex('server_aliases').insert(
        Array.from({ length: 100 }, (_, i) => ({
          alias: `new-${from + i}`,
          address: 'db',
          server_id: 'postgres-own',
          run: '1',
          noted_ms: 1_000 + i,
        })),
      );
    }
    await aliases.note(alias('postgres-a'));
    const kept = (await aliases.list())!;
    expect(kept).toHaveLength(500);
    expect(kept).toContainEqual(alias('postgres-a'));
    expect(kept.filter(each => each.alias.startsWith('old-'))).toEqual([]);
  });

  it('give their dismissals, statuses and transitions to the server', async () => {
    const dismissals = new Dismissals(store);
    const transitions = new Transitions(store);
    const dismiss = (findingKey: string, reason: string) =>
      dismissals.dismiss({ findingKey, by: 'user:default/a', reason });
    await dismiss('postgres-a:connection-budget', 'wanted');
    await dismiss('postgres-b:connection-budget', 'wanted, too');
    await dismiss('postgres-b:orphan:x:y', 'kept');
    await dismiss('postgres-ab:orphan', 'of another server');
    await dismiss('catalog:size', 'of a plugin database');
    const seen = { ageMs: 1_000, message: 'It is bad.' };
    await transitions.note([
      { ...seen, serverId: 'postgres-a', status: 'critical' },
      {
        ...seen,
        serverId: 'postgres-a',
        checkId: 'connection-budget',
        status: 'critical',
      },
      { ...seen, serverId: 'postgres-ab', status: 'warning' },
      { ...seen, databaseId: 'catalog', status: 'warning' },
    ]);

    await aliases.note(alias('postgres-a'));
    await aliases.note(alias('postgres-b'));
    await aliases.note(alias('postgres-b'));
    expect(
      (await dismissals.list())!
        .map(({ findingKey, reason }) => [findingKey, reason])
        .sort(),
    ).toEqual([
      ['catalog:size', 'of a plugin database'],
      ['postgres-ab:orphan', 'of another server'],
      [
        'postgres-own:connection-budget',
        expect.stringMatching(/^wanted(, too)?$/),
      ],
      ['postgres-own:orphan:x:y', 'kept'],
    ]);
    const told = async () =>
      (await transitions.list(0, 100))!.map(
        ({ serverId, databaseId, checkId, to }) =>
          [serverId ?? databaseId, checkId, to].join(' '),
      );
    const before = await told();
    expect([...before].sort()).toEqual([
      'catalog  warning',
      'postgres-ab  warning',
      'postgres-own  critical',
      'postgres-own connection-budget critical',
    ]);

    // What is known of it is no news.
    await transitions.note([
      { ...seen, ageMs: 0, serverId: 'postgres-own', status: 'critical' },
    ]);
    expect(await told()).toEqual(before);
  });

  it('give their incidents to the server, of which one of a name stays open', async () => {
    const incidents = new Incidents(
      store,
      new Deliveries(store, [], () => Date.now()),
    );
    const seen = (serverId: string) => ({
      id: `server:${serverId}:server-reachable:1`,
      name: `server:${serverId}:server-reachable`,
      occurrence: 1,
      subject: { serverId },
      checkId: 'server-reachable',
      severity: 'critical' as const,
      title: 'The server does not answer.',
      findings: [`${serverId}:server-reachable`, 'catalog:reachable'],
      changed: false,
      openedAgeMs: 60_000,
      seenAgeMs: 0,
    });
    await incidents.exchange([seen('postgres-a'), seen('postgres-b')], {
      closeAfterMs: 60_000,
    });
    await aliases.note(alias('postgres-a'));
    await aliases.note(alias('postgres-b'));
    const kept = (await incidents.list(0, 10))!;
    expect(kept).toHaveLength(2);
    for (const each of kept) {
      expect(each).toMatchObject({
        subject: { serverId: 'postgres-own' },
        name: 'server:postgres-own:server-reachable',
        findings: ['postgres-own:server-reachable', 'catalog:reachable'],
        changes: [{ kind: 'opened' }],
      });
    }
    expect(kept.map(({ id }) => id).sort()).toEqual([
      'server:postgres-own:server-reachable:1',
      'server:postgres-own:server-reachable:2',
    ]);
    const { open } = (await incidents.exchange([], { closeAfterMs: 60_000 }))!;
    expect(open.map(({ occurrence }) => occurrence)).toEqual([1]);
  });

  it('keep what is newer where both have it', async () => {
    const dismiss = (key: string, ms: number) =>
      knex('dismissals').insert({
        finding_key: key,
        dismissed_by: 'a',
        reason: `${ms}`,
        dismissed_ms: ms,
      });
    await dismiss('postgres-a:x', 1);
    await dismiss('postgres-own:x', 2);
    await dismiss('postgres-a:y', 4);
    await dismiss('postgres-own:y', 3);
    await aliases.note(alias('postgres-a'));
    expect(
      await knex('dismissals').orderBy('finding_key').pluck('reason'),
    ).toEqual(['2', '4']);
  });
});
