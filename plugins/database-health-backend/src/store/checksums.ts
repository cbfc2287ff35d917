import type { Store, StorePart } from './store';

/** The content that each applied migration had when it was first seen. */
export class Checksums {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('checksums');
  }

  /**
   * Takes down what is new and resolves to the names whose content is another
   * than at first sight; to `undefined` where the store does not work.
   */
  async compare(
    ledger: { databaseId: string; ledger: string },
    checksums: ReadonlyMap<string, string>,
  ): Promise<string[] | undefined> {
    return this.#store.use(async knex => {
      const rows = await knex('migration_checksums')
        .where({ database_id: ledger.databaseId, ledger: ledger.ledger })
        .select('name', 'checksum');
      const known = new Map(rows.map(({ name, checksum }) => [name, checksum]));
      const fresh = [...checksums].filter(([name]) => !known.has(name));
      if (fresh.length > 0) {
        await knex('migration_checksums')
          .insert(
            fresh.map(([name, checksum]) => ({
              database_id: ledger.databaseId,
              ledger: ledger.ledger,
              name,
              checksum,
            })),
          )
          .onConflict(['database_id', 'ledger', 'name'])
          .ignore();
      }
      return [...checksums]
        .filter(
          ([name, checksum]) => known.has(name) && known.get(name) !== checksum,
        )
        .map(([name]) => name);
    });
  }
}
