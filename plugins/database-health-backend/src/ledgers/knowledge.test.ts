import { type LedgerFact, type LedgerRun } from '../pure/facts';
import createKnex, { type Knex } from 'knex';
import { ledger } from '../checks/__testUtils__/facts';
import { Checksums, Failures, Store, Versions } from '../store';
import { storeOn } from '../store/__testUtils__/storeOn';
import { MigrationContents } from './contents';
import { InstalledPackages } from './installedPackages';
import { LedgerKnowledge } from './knowledge';
import { LedgerOwners } from './owners';

const hourMs = 3_600_000;

describe('a failure that a replica told', () => {
  let notes: Knex;
  let store: Store;

  beforeEach(() => {
    notes = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    store = storeOn(notes);
  });
  afterEach(() => notes.destroy());

  /** What this replica makes of the ledger, where its own last run was this. */
  async function known(lastRun?: LedgerRun): Promise<LedgerFact> {
    const packages = new InstalledPackages(__dirname, async () => []);
    const knowledge = new LedgerKnowledge({
      owners: new LedgerOwners(packages, []),
      contents: new MigrationContents(),
      packages,
      checksums: new Checksums(store),
      failures: new Failures(store, () => Date.now()),
      versions: new Versions(store),
      plugins: () => [],
      knownReplicas: () => [],
      replicaId: 'ours',
    });
    const [completed] = await knowledge.complete(
      {
        pluginId: 'catalog',
        configured: { engine: 'postgres', name: 'catalog', address: 'db:1' },
        ledgers: () => [],
      },
      [ledger({ lastRun })],
    );
    return completed;
  }

  const failed = (replicaId: string, { aheadMs = 0, agoMs = 0 } = {}) =>
    new Failures(store, () => Date.now() + aheadMs).failed({
      databaseId: 'catalog',
      ledger: 'knex_migrations',
      replicaId,
      at: Date.now() + aheadMs - agoMs,
      durationMs: 5,
      sentence: 'It failed.',
    });

  const succeeded = (at: number): LedgerRun => ({
    at,
    durationMs: 5,
    outcome: 'succeeded',
  });

  it.each([
    ['right', 0],
    ['ahead', hourMs],
    ['behind', -hourMs],
  ])(
    'whose clock is %s, ends with a run that began later and succeeded',
    async (_, aheadMs) => {
      await failed('theirs', { aheadMs, agoMs: hourMs / 2 });
      expect((await known()).lastRun).toMatchObject({ outcome: 'failed' });
      const before = succeeded(Date.now() - hourMs);
      expect((await known(before)).lastRun).toMatchObject({
        outcome: 'failed',
      });

      await known(succeeded(Date.now() - hourMs / 4));
      expect((await known()).lastRun).toBeUndefined();
    },
  );

  it('and is this one, ends with its own next run, however close', async () => {
    await failed('ours');
    await known(succeeded(Date.now() - 1_000));
    expect((await known()).lastRun).toBeUndefined();
  });
});
