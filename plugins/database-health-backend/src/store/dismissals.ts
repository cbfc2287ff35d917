import { z } from 'zod/v4';
import { nowMs } from './clock';
import { rowOf, text, timeMs } from './columns';
import type { Store, StorePart } from './store';

/** Why a finding does not count, and until when. */
export interface DismissalRecord {
  findingKey: string;
  by: string;
  reason: string;
  /** Epoch milliseconds; `undefined` for as long as it is not restored. */
  until?: number;
}

/** Dismissals that are kept at once; more are refused (ours). */
const mostDismissals = 1_000;

const dismissalOf = rowOf(
  z.object({
    finding_key: text,
    dismissed_by: text,
    reason: text,
    until_ms: timeMs.nullable(),
  }),
);

/** Findings that somebody has seen and set aside. */
export class Dismissals {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('dismissals');
  }

  /** `undefined` where the store did not take it, `full` where it has too many. */
  async dismiss(
    dismissal: DismissalRecord,
  ): Promise<'dismissed' | 'full' | undefined> {
    return this.#store.use(async knex => {
      const now = nowMs(knex);
      await knex('dismissals').where('until_ms', '<=', now).delete();
      const [{ count }] = await knex('dismissals')
        .whereNot({ finding_key: dismissal.findingKey })
        .count({ count: '*' });
      if (Number(count) >= mostDismissals) {
        return 'full';
      }
      await knex('dismissals')
        .insert({
          finding_key: dismissal.findingKey,
          dismissed_by: dismissal.by,
          reason: dismissal.reason,
          until_ms: dismissal.until ?? null,
          dismissed_ms: now,
        })
        .onConflict('finding_key')
        .merge();
      return 'dismissed';
    });
  }

  /** `undefined` where the store did not do it. */
  async restore(findingKey: string): Promise<true | undefined> {
    return this.#store.use(async knex => {
      await knex('dismissals').where({ finding_key: findingKey }).delete();
      return true as const;
    });
  }

  /** Those that have not ended; `undefined` where the store does not work. */
  async list(): Promise<DismissalRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('dismissals')
        .whereNull('until_ms')
        .orWhere('until_ms', '>', nowMs(knex))
        .limit(mostDismissals);
      return this.#store.accepted(rows, dismissalOf).map(row => ({
        findingKey: row.finding_key,
        by: row.dismissed_by,
        reason: row.reason,
        ...(row.until_ms !== null && { until: row.until_ms }),
      }));
    });
  }
}
