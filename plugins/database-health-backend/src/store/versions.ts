import type { Knex } from 'knex';
import type { Store, StorePart } from './store';

/** Versions that are remembered; a rollback further back is not foreseen. */
export const mostVersions = 10;

/** One set of package versions that this backend ran with. */
export interface VersionRecord {
  id: string;
  lastSeenAt: Date;
  /** Version by package name. */
  packages: Record<string, string>;
  ledgers: VersionLedger[];
}

/** The migrations that a version brought for one ledger. */
export interface VersionLedger {
  databaseId: string;
  /** Table name, with its schema where it has one. */
  ledger: string;
  names: string[];
}

/** Which migrations each version of the running backend brought. */
export class Versions {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('versions');
  }

  /** Takes down what the version that runs now brings for one plugin database. */
  async remember(version: {
    id: string;
    packages: Record<string, string>;
    ledgers: readonly VersionLedger[];
  }): Promise<void> {
    await this.#store.use(async knex => {
      const now = new Date();
      await knex('backend_versions')
        .insert({
          id: version.id,
          packages: JSON.stringify(version.packages),
          first_seen_at: now,
          last_seen_at: now,
        })
        .onConflict('id')
        .merge(['last_seen_at']);
      for (const { databaseId, ledger, names } of version.ledgers) {
        await knex('version_ledgers')
          .insert({
            version_id: version.id,
            database_id: databaseId,
            ledger,
            names: JSON.stringify(names),
          })
          .onConflict(['version_id', 'database_id', 'ledger'])
          .merge();
      }
      await forgetOldest(knex);
    });
  }

  /** Newest first; `undefined` where the store does not tell. */
  async list(): Promise<VersionRecord[] | undefined> {
    return this.#store.read(async knex => {
      const versions = await knex('backend_versions').orderBy(
        'last_seen_at',
        'desc',
      );
      const ledgers = await knex('version_ledgers').orderBy([
        'database_id',
        'ledger',
      ]);
      return versions.map(({ id, last_seen_at, packages }) => ({
        id,
        lastSeenAt: new Date(last_seen_at),
        packages: JSON.parse(packages),
        ledgers: ledgers
          .filter(({ version_id }) => version_id === id)
          .map(({ database_id, ledger, names }) => ({
            databaseId: database_id,
            ledger,
            names: JSON.parse(names),
          })),
      }));
    });
  }
}

async function forgetOldest(knex: Knex): Promise<void> {
  const kept = await knex('backend_versions')
    .orderBy('last_seen_at', 'desc')
    .limit(mostVersions)
    .pluck('id');
  await knex('version_ledgers').whereNotIn('version_id', kept).delete();
  await knex('backend_versions').whereNotIn('id', kept).delete();
}
