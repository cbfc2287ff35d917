import { factCatalogue } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import type { WatchedDatabase } from '../picture/types';
import { Surveys } from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
import { storeOn } from '../store/__testUtils__/storeOn';
import { SharedSurveys } from './sharedSurveys';

const catalog: WatchedDatabase = {
  pluginId: 'catalog',
  configured: { engine: 'postgres', name: 'catalog', address: 'db:5432' },
  migrationsSkipped: false,
};

describe('SharedSurveys', () => {
  let knex: Knex;
  let ours: SharedSurveys;
  let theirs: SharedSurveys;

  beforeEach(() => {
    knex = memoryClient();
    const store = storeOn(knex);
    const replica = (id: string) =>
      new SharedSurveys(
        new Surveys(store, id),
        () => Date.now(),
        factCatalogue,
      );
    ours = replica('ours');
    theirs = replica('theirs');
  });

  afterEach(() => knex.destroy());

  async function survey(replica: SharedSurveys): Promise<void> {
    expect(await replica.claim(catalog)).toBe(true);
    await replica.finish(
      catalog,
      { ledgers: { status: 'read', value: [], at: Date.now() } },
      Date.now(),
    );
  }

  async function taken(replica: SharedSurveys): Promise<number> {
    return (await replica.latest()).filter(each => each.taken).length;
  }

  it('are taken over once, and followed by who took the latest over', async () => {
    await survey(ours);
    expect(await theirs.claim(catalog)).toBe(false);
    expect(await taken(theirs)).toBe(1);
    expect(await taken(theirs)).toBe(0);
    await survey(theirs);
  });

  it('go on after the store has forgotten a plugin database', async () => {
    await survey(ours);
    await survey(ours);
    await taken(theirs);
    await knex('surveys').delete();
    expect(await ours.claim(catalog)).toBe(false);

    await ours.latest();
    await survey(ours);
    expect(await taken(theirs)).toBe(1);
    await survey(theirs);
  });

  it('go on where one that knew of none began and died', async () => {
    await survey(ours);
    await knex('surveys').delete();
    expect(await theirs.claim(catalog)).toBe(true);
    await knex('surveys').update({ claim_ends_ms: 0 });

    await ours.latest();
    await survey(ours);
  });

  it('does not forget what it knows while the store does not tell', async () => {
    await survey(ours);
    await knex.schema.renameTable('surveys', 'away');
    expect(await ours.latest()).toEqual([]);
    await knex.schema.renameTable('away', 'surveys');
    expect(await taken(ours)).toBe(0);
    await survey(ours);
  });
});
