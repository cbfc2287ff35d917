import type { Knex } from 'knex';
import { describeStores } from '../__testUtils__/storeDatabase';
import {
  closeAfterMs,
  closed,
  seenIncident as seen,
} from '../__testUtils__/seenIncident';
import { storeOn } from '../__testUtils__/storeOn';
import { Deliveries, Incidents, type SeenIncident } from '.';

const dayMs = 86_400_000;
const leaseMs = 20_000;

describeStores('deliveries of incidents on', client => {
  let knex: Knex;
  let deliveries: Deliveries;
  let incidents: Incidents;

  beforeEach(async () => {
    knex = client();
    deliveries = replica('events', 'webhook:pager');
    incidents = new Incidents(storeOn(knex), deliveries);
    await incidents.list(0, 1);
  });

  function replica(...sinks: string[]) {
    return new Deliveries(storeOn(knex), sinks, () => Date.now());
  }

  const exchange = (...some: SeenIncident[]) =>
    incidents.exchange(some, { closeAfterMs });
  const rows = () => knex('incident_deliveries').orderBy(['change_id', 'sink']);
  const leaseEnds = () => knex('incident_deliveries').update({ due_ms: 0 });

  it('are one row for each sink and change, however many replicas tell of it', async () => {
    await Promise.all([exchange(seen()), exchange(seen()), exchange(seen())]);
    await exchange(seen({ severity: 'critical', changed: true }));
    await exchange(seen({ severity: 'critical', closed }));
    expect(
      (await rows()).map(({ sink, message_id }) => [sink, message_id]),
    ).toEqual(
      [
        'database:catalog:size:1:opened',
        'database:catalog:size:1:changed:size:critical',
        'database:catalog:size:1:closed',
      ].flatMap(id => [
        ['events', id],
        ['webhook:pager', id],
      ]),
    );
  });

  it('are claimed by one replica only, in the order in which it happened', async () => {
    await exchange(seen(), seen({ name: 'database:catalog:locks' }));
    await exchange(seen({ closed }));
    expect(await deliveries.due()).toEqual(
      expect.arrayContaining(['events', 'webhook:pager']),
    );
    const others = Array.from({ length: 4 }, () => replica('events'));
    const claimed = await Promise.all(
      others.map(other => other.claim('events', leaseMs)),
    );
    expect(claimed.flatMap(each => each?.messageId ?? []).sort()).toEqual([
      'database:catalog:locks:1:opened',
      'database:catalog:size:1:opened',
    ]);
    const first = claimed.find(
      each => each?.messageId === 'database:catalog:size:1:opened',
    )!;
    expect(first).toMatchObject({
      attempts: 1,
      change: { kind: 'opened', severity: 'warning' },
      incident: {
        id: 'database:catalog:size:1',
        subject: { databaseId: 'catalog' },
      },
    });
    // What happened later waits for what happened before.
    expect(await deliveries.claim('events', leaseMs)).toBeUndefined();
    await others[0].done(first);
    expect((await deliveries.claim('events', leaseMs))?.messageId).toBe(
      'database:catalog:size:1:closed',
    );
  });

  it('are due again when who claimed them died, and not before', async () => {
    await exchange(seen());
    const dead = await replica('events').claim('events', leaseMs);
    expect(await deliveries.due()).toEqual(['webhook:pager']);
    expect(await deliveries.claim('events', leaseMs)).toBeUndefined();
    await leaseEnds();
    const again = await deliveries.claim('events', leaseMs);
    expect(again).toMatchObject({ messageId: dead!.messageId, attempts: 2 });
    // One that was only slow changes nothing for who has it now.
    await replica('events').putOff(dead!, 0, { sent: true });
    expect(await deliveries.claim('events', leaseMs)).toBeUndefined();
    await deliveries.putOff(again!, 0, { sent: true });
    expect(await deliveries.claim('events', leaseMs)).toMatchObject({
      attempts: 3,
    });
    await deliveries.putOff({ ...again!, attempts: 3 }, 0, { sent: false });
    expect(await deliveries.claim('events', leaseMs)).toMatchObject({
      attempts: 3,
    });
  });

  it('are made for the sinks of others that live, too', async () => {
    await replica('notifications').due();
    await exchange(seen());
    expect((await rows()).map(({ sink }) => sink)).toEqual([
      'events',
      'notifications',
      'webhook:pager',
    ]);
    await knex('incident_sinks').update({ seen_ms: 1 });
    await exchange(seen({ closed }));
    expect((await rows()).map(({ sink }) => sink)).toEqual([
      'events',
      'notifications',
      'webhook:pager',
      'events',
      'webhook:pager',
    ]);
  });

  it('are asked for with one statement', async () => {
    await deliveries.due();
    const asked = jest.fn();
    knex.on('query', asked);
    expect(await deliveries.due()).toEqual([]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('are forgotten after eight days', async () => {
    await exchange(seen(), seen({ name: 'database:catalog:locks' }));
    await knex('incident_deliveries')
      .where({ message_id: 'database:catalog:locks:1:opened' })
      .update({ noted_ms: Date.now() - 8.01 * dayMs });
    expect(await deliveries.forget()).toBe(true);
    expect((await rows()).map(({ message_id }) => message_id)).toEqual([
      'database:catalog:size:1:opened',
      'database:catalog:size:1:opened',
    ]);
  });

  it('of an incident that was forgotten meanwhile are none', async () => {
    await exchange(seen());
    await knex('incidents').delete();
    expect(await deliveries.claim('events', leaseMs)).toBeUndefined();
    expect((await rows()).map(({ sink }) => sink)).toEqual(['webhook:pager']);
  });
});
