import type { Knex } from 'knex';
import { describeStores } from '../__testUtils__/storeDatabase';
import {
  closeAfterMs,
  closed,
  seenIncident,
} from '../__testUtils__/seenIncident';
import { storeOn } from '../__testUtils__/storeOn';
import { Digests, type DueDigest, Incidents, type SeenIncident } from '.';

const dayMs = 86_400_000;
const leaseMs = 20_000;

describeStores('digests of incidents on', client => {
  let knex: Knex;
  let digests: Digests;
  let incidents: Incidents;
  /** When the last one was due. */
  let dueAt: number;

  const claim = (by = digests) =>
    by.claim('webhook:daily', { leaseMs, lastTime: () => dueAt });

  beforeEach(async () => {
    knex = client();
    digests = new Digests(storeOn(knex));
    incidents = new Incidents(storeOn(knex), { note: async () => {} });
    dueAt = 1;
    await claim();
  });

  const exchange = (name: string, changes: Partial<SeenIncident> = {}) =>
    incidents.exchange([seenIncident({ name, ...changes })], { closeAfterMs });
  async function claimed(by?: Digests): Promise<DueDigest> {
    const due = await claim(by);
    if (!due || !('incidents' in due)) {
      throw new Error('None is due');
    }
    return due;
  }
  /** As if the last one were of yesterday. */
  async function dayPasses() {
    await knex('incident_digests').decrement('told_ms', dayMs);
    dueAt = Date.now() - dayMs / 2;
  }
  const namesOf = ({ incidents: all }: DueDigest) =>
    all.map(({ name, closedAt, changes }) => [
      name,
      closedAt === undefined ? 'open' : 'closed',
      changes.at(-1)!.kind,
    ]);

  it('are none of a sink that is new, which is told of what comes', async () => {
    dueAt = Date.now() - dayMs / 2;
    expect(await claim()).toEqual({ toldUntil: expect.any(Number) });
  });

  it('have what is open, and what was closed since the last one', async () => {
    await exchange('before');
    await exchange('before', { closed });
    await exchange('long');
    await dayPasses();
    expect(namesOf(await claimed())).toEqual([
      ['long', 'open', 'opened'],
      ['before', 'closed', 'closed'],
    ]);
    await knex('incident_digests').update({ due_ms: 0 });
    const first = await claimed();
    // What is recorded meanwhile is in the next one, whenever it was over.
    await exchange('long', { closed });
    await digests.done(first);
    expect(await claim()).toEqual({ toldUntil: first.until.ms });

    await exchange('new');
    await dayPasses();
    const second = await claimed();
    expect(namesOf(second)).toEqual([
      ['new', 'open', 'opened'],
      ['long', 'closed', 'closed'],
    ]);
    expect(second.attempts).toBe(1);
    await digests.done(second);
    await dayPasses();
    expect(namesOf(await claimed())).toEqual([['new', 'open', 'opened']]);
  });

  it('are claimed by one replica only, and by another one when it died', async () => {
    await exchange('long');
    await dayPasses();
    const replicas = Array.from(
      { length: 3 },
      () => new Digests(storeOn(knex)),
    );
    const all = await Promise.all(replicas.map(each => claim(each)));
    const due = all.filter(each => each !== undefined) as DueDigest[];
    expect(due.map(({ attempts }) => attempts)).toEqual([1]);
    expect(await claim()).toBeUndefined();
    await knex('incident_digests').update({ due_ms: 0 });
    const again = await claimed();
    expect(again).toMatchObject({ attempts: 2, dueAt: due[0].dueAt });
    // One that was only slow changes nothing for who has it now.
    await replicas[0].putOff(due[0], 0);
    expect(await claim()).toBeUndefined();
    await digests.putOff(again, 0);
    expect((await claimed()).attempts).toBe(3);
  });

  it('that were missed for days are one', async () => {
    await exchange('long');
    await exchange('long', { closed });
    for (let day = 0; day < 5; day += 1) {
      await dayPasses();
    }
    const due = await claimed();
    expect(namesOf(due)).toEqual([['long', 'closed', 'closed']]);
    expect(due.since).toBeLessThan(Date.now() - 4.9 * dayMs);
    await digests.done(due);
    expect(await claim()).toEqual({ toldUntil: due.until.ms });
  });

  it('go on where times lie ahead', async () => {
    await exchange('long');
    await knex('incident_digests').update({ told_ms: Date.now() + 99 * dayMs });
    expect(await claim()).toEqual({ toldUntil: expect.any(Number) });
    await dayPasses();
    await knex('incident_digests').update({ due_ms: Date.now() + 99 * dayMs });
    expect(namesOf(await claimed())).toEqual([['long', 'open', 'opened']]);
  });

  it('have a hundred at most', async () => {
    for (let i = 0; i <= 100; i += 1) {
      await exchange(`number-${i}`);
    }
    await dayPasses();
    const { incidents: all, truncated } = await claimed();
    expect(all).toHaveLength(100);
    expect(truncated).toBe(true);
  });
});
