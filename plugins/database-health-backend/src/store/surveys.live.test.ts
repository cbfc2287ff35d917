import type { Knex } from 'knex';
import { describeStores } from './__testUtils__/storeDatabase';
import { storeOn } from './__testUtils__/storeOn';
import { nowMs } from './clock';
import { Surveys, claimLastsMs } from './surveys';

describeStores('surveys in the store on', client => {
  let knex: Knex;
  let ours: Surveys;
  let theirs: Surveys;

  beforeEach(async () => {
    knex = client();
    const store = storeOn(knex);
    ours = new Surveys(store, 'ours');
    theirs = new Surveys(store, 'theirs');
  });

  const head = async () => (await ours.list())![0];

  it('are claimed by one, and followed only by who knows the latest', async () => {
    const claims = await Promise.all(
      [ours, theirs, ours, theirs].map(each => each.claim('catalog', 0)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    const [winner, loser] =
      claims[0] || claims[2] ? [ours, theirs] : [theirs, ours];
    expect(await loser.finish('catalog', { found: 'nothing' })).toBeUndefined();
    expect(await winner.finish('catalog', { found: 'much' })).toBe(1);

    expect(await loser.claim('catalog', 0)).toBe(false);
    expect(await head()).toEqual({
      databaseId: 'catalog',
      revision: 1,
      ageMs: expect.any(Number),
      requestedMsAgo: undefined,
    });
    expect(await loser.read(['catalog'])).toEqual(
      new Map([['catalog', { found: 'much' }]]),
    );
    expect(await loser.claim('catalog', 1)).toBe(true);
    expect(await loser.finish('catalog', {})).toBe(2);
  });

  it('are left to others by who gave up or died', async () => {
    expect(await ours.claim('catalog', 0)).toBe(true);
    expect(await theirs.claim('catalog', 0)).toBe(false);
    await ours.giveUp('catalog');
    expect(await theirs.claim('catalog', 0)).toBe(true);

    expect(await ours.claim('catalog', 0)).toBe(false);
    await passed(claimLastsMs + 1_000);
    expect(await ours.claim('catalog', 0)).toBe(true);
    expect(await theirs.finish('catalog', {})).toBeUndefined();
    expect(await ours.finish('catalog', {})).toBe(1);
  });

  it('tell when they began and when another one was asked for', async () => {
    await ours.claim('catalog', 0);
    expect(await head()).toMatchObject({ revision: 0, ageMs: undefined });
    await passed(5_000);
    await ours.finish('catalog', {});
    await theirs.request();
    const { ageMs, requestedMsAgo } = await head();
    expect(ageMs).toBeGreaterThanOrEqual(5_000);
    expect(requestedMsAgo).toBeLessThan(ageMs!);
  });

  it('are forgotten when nobody has taken one for a week', async () => {
    for (const id of ['removed', 'catalog']) {
      await ours.claim(id, 0);
      await ours.finish(id, {});
    }
    await ours.claim('new', 0);
    await knex('surveys')
      .where({ database_id: 'removed' })
      .update({
        surveyed_ms: knex.raw('? - ?', [nowMs(knex), 8 * 24 * 3_600_000]),
      });
    await ours.forget();
    expect((await ours.list())!.map(({ databaseId }) => databaseId)).toEqual([
      'catalog',
      'new',
    ]);
  });

  /** Moves all that was noted into the past, as if time had passed. */
  async function passed(ms: number): Promise<void> {
    await knex('surveys').update({
      claimed_ms: knex.raw('claimed_ms - ?', [ms]),
      claim_ends_ms: knex.raw('claim_ends_ms - ?', [ms]),
    });
  }
});
