import { nowMs } from './clock';
import type { Store, StorePart } from './store';

/** The last run of a ledger that failed in any replica. */
export interface FailureRecord {
  databaseId: string;
  ledger: string;
  /** Where it ran. */
  replicaId: string;
  /** When it began, epoch milliseconds, by the clock of who asks. */
  at: number;
  durationMs: number;
  /** Why, in a sentence that is safe to show. */
  sentence: string;
}

/** Migrations that failed, so that replicas see what one that died ran into. */
export class Failures {
  readonly #store: StorePart;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store.part('failures');
    this.#now = now;
  }

  async failed(failure: FailureRecord): Promise<void> {
    await this.#store.use(async knex => {
      await knex('migration_failures')
        .insert({
          database_id: failure.databaseId,
          ledger: failure.ledger,
          replica_id: failure.replicaId,
          began_ms: knex.raw('? - ?', [
            nowMs(knex),
            Math.round(this.#now() - failure.at),
          ]),
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

  /** `undefined` where the store does not work. */
  async of(databaseId: string): Promise<FailureRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('migration_failures')
        .where({ database_id: databaseId })
        .select('*', { now_ms: nowMs(knex) });
      const now = this.#now();
      return rows.map(row => ({
        databaseId,
        ledger: row.ledger,
        replicaId: row.replica_id,
        // PostgreSQL's driver gives a `bigint` as text.
        at: now - (Number(row.now_ms) - Number(row.began_ms)),
        durationMs: row.duration_ms,
        sentence: row.sentence,
      }));
    });
  }
}
