import type { Store, StorePart } from './store';

/** A migration whose content is another than at first sight. */
export interface ChangedMigration {
  name: string;
  /** It came with another version of an installed package. */
  isOfAnotherVersion: boolean;
}

/** The content that each applied migration had when it was first seen. */
export class Checksums {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('checksums');
  }

  /**
   * Takes down what is new and resolves to what has another content than at first
   * sight; to `undefined` where the store does not work. `version` is that of the
   * installed package that has the files now.
   */
  async compare(
    ledger: { databaseId: string; ledger: string },
    checksums: ReadonlyMap<string, string>,
    version: string | undefined,
  ): Promise<ChangedMigration[] | undefined> {
    return this.#store.use(async knex => {
      const rows = await knex('migration_checksums')
        .where({ database_id: ledger.databaseId, ledger: ledger.ledger })
        .select('name', 'checksum', 'package_version');
      const known = new Map(rows.map(row => [row.name, row]));
      const fresh = [...checksums].filter(([name]) => !known.has(name));
      if (fresh.length > 0) {
        await knex('migration_checksums')
          .insert(
            fresh.map(([name, checksum]) => ({
              database_id: ledger.databaseId,
              ledger: ledger.ledger,
              name,
              checksum,
              package_version: version ?? null,
            })),
          )
          .onConflict(['database_id', 'ledger', 'name'])
          .ignore();
      }
      return [...checksums].flatMap(([name, checksum]) => {
        const first = known.get(name);
        return first && first.checksum !== checksum
          ? [
              {
                name,
                isOfAnotherVersion:
                  version !== undefined &&
                  first.package_version !== null &&
                  first.package_version !== version,
              },
            ]
          : [];
      });
    });
  }
}
