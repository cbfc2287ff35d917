import type { Store, StorePart } from './store';

/** The last run of a ledger that failed in any replica. */
export interface FailureRecord {
  databaseId: string;
  ledger: string;
  /** Epoch milliseconds. */
  at: number;
  durationMs: number;
  /** Why, in a sentence that is safe to show. */
  sentence: string;
}

/** Migrations that failed, so that replicas see what one that died ran into. */
export class Failures {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('failures');
  }

  async failed(failure: FailureRecord): Promise<void> {
    await this.#store.use(async knex => {
      await knex('migration_failures')
        .insert({
          database_id: failure.databaseId,
          ledger: failure.ledger,
          failed_at: new Date(failure.at),
          duration_ms: Math.round(failure.durationMs),
          sentence: failure.sentence,
        })
        .onConflict(['database_id', 'ledger'])
        .merge();
    });
  }

  async succeeded(databaseId: string, ledger: string): Promise<void> {
    await this.#store.use(knex =>
      knex('migration_failures')
        .where({ database_id: databaseId, ledger })
        .delete(),
    );
  }

  /** `undefined` where the store does not tell. */
  async of(databaseId: string): Promise<FailureRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('migration_failures').where({
        database_id: databaseId,
      });
      return rows.map(row => ({
        databaseId,
        ledger: row.ledger,
        at: new Date(row.failed_at).getTime(),
        durationMs: row.duration_ms,
        sentence: row.sentence,
      }));
    });
  }
}
