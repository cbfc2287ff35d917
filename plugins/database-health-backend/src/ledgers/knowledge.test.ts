import { type LedgerFact, type LedgerRun } from '../pure/facts';
import type { Knex } from 'knex';
import { ledger } from '../checks/__testUtils__/facts';
import {
  Checksums,
  Failures,
  type SeenReplica,
  Store,
  Versions,
} from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
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
    notes = memoryClient();
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

describe('rows that have no file here', () => {
  let notes: Knex;
  let store: Store;
  let versions: Versions;

  beforeEach(() => {
    notes = memoryClient();
    store = storeOn(notes);
    versions = new Versions(store);
  });
  afterEach(() => notes.destroy());

  const another = (more: Partial<SeenReplica> = {}): SeenReplica => ({
    id: 'theirs',
    host: 'theirs',
    version: 'newer',
    startedAt: new Date(),
    state: { running: [], pluginIds: ['catalog'] },
    alive: true,
    silentMs: 0,
    ...more,
  });

  /** The version of the other replica, and the files that it has. */
  const remember = (id: string, names: string[], databaseId = 'catalog') =>
    versions.remember({
      id,
      packages: {},
      ledgers: [{ databaseId, ledger: 'knex_migrations', names }],
    });

  async function newerReplicas(
    replicas: SeenReplica[],
    fact = ledger({ files: ['1_first.js'], newerReplicas: 9 }),
  ) {
    const packages = new InstalledPackages(__dirname, async () => []);
    const knowledge = new LedgerKnowledge({
      owners: new LedgerOwners(packages, []),
      contents: new MigrationContents(),
      packages,
      checksums: new Checksums(store),
      failures: new Failures(store, () => Date.now()),
      versions,
      plugins: () => [],
      knownReplicas: () => replicas,
      replicaId: 'ours',
    });
    const [completed] = await knowledge.complete(
      {
        pluginId: 'catalog',
        configured: { engine: 'postgres', name: 'catalog', address: 'db:1' },
        ledgers: () => [],
      },
      [fact],
    );
    return completed.newerReplicas;
  }

  it('are those of living replicas of a version that has them', async () => {
    await remember('newer-of-1', ['1_first.js', '2_second.js', '3_third.js']);
    expect(await newerReplicas([another(), another({ id: 'third' })])).toBe(2);
    expect(await newerReplicas([another(), another({ alive: false })])).toBe(1);
    expect(await newerReplicas([another({ alive: false })])).toBeUndefined();
    expect(await newerReplicas([])).toBeUndefined();
    const upToDate = ledger({ newerReplicas: 9 });
    expect(await newerReplicas([another()], upToDate)).toBeUndefined();
  });

  it('are nobody else’s where the other version lacks them, too', async () => {
    await remember('newer-of-1', ['1_first.js', '3_third.js']);
    expect(await newerReplicas([another()])).toBeUndefined();
  });

  it('may be those of a replica that has just started, if it runs the plugin', async () => {
    await remember('newer-of-1', ['1_first.js'], 'search');
    expect(await newerReplicas([another()])).toBe(1);
    const split = { running: [], pluginIds: ['search'] };
    expect(await newerReplicas([another({ state: split })])).toBeUndefined();
  });

  it('are not explained by replicas of the same version', async () => {
    const packages = new InstalledPackages(__dirname, async () => []);
    const version = (await packages.versionId()).slice(0, 12);
    expect(await newerReplicas([another({ version })])).toBeUndefined();
  });
});
