import { z } from 'zod/v4';
import { nowMs } from './clock';
import { rowOf, text, timeMs, whole } from './columns';
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

/** Failures of one plugin database that are looked at (ours). */
const mostFailures = 1_000;

const failureOf = rowOf(
  z.object({
    ledger: text,
    replica_id: text,
    began_ms: timeMs,
    now_ms: timeMs,
    duration_ms: whole,
    sentence: text,
  }),
);

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
        .select('*', { now_ms: nowMs(knex) })
        .limit(mostFailures);
      const now = this.#now();
      return this.#store.accepted(rows, failureOf).map(row => ({
        databaseId,
        ledger: row.ledger,
        replicaId: row.replica_id,
        at: now - (row.now_ms - row.began_ms),
        durationMs: row.duration_ms,
        sentence: row.sentence,
      }));
    });
  }
}
