import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { nowMs } from './clock';
import type { Store, StorePart } from './store';

/** A planned time in which nobody is told of incidents. Times are epoch milliseconds. */
export interface SilenceRecord {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly reason: string;
  readonly by: string | undefined;
  /** Plugin ids; `undefined` for all. */
  readonly plugins: readonly string[] | undefined;
}

/** Bounds of what is kept (ours): those that are over say what nobody need be told of. */
const keptForMs = 8 * dayMs;
const mostSilences = 200;

/** Silences that somebody has set. */
export class Silences {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('silences');
  }

  /** `undefined` where the store did not take it, `full` where it has too many. */
  async set(
    silence: SilenceRecord & { readonly by: string },
  ): Promise<'set' | 'full' | undefined> {
    return this.#store.use(async knex => {
      await forget(knex);
      const { id, plugins } = silence;
      const [{ count }] = await knex('silences')
        .whereNot({ id })
        .count({ count: '*' });
      if (Number(count) >= mostSilences) {
        return 'full';
      }
      await knex('silences')
        .insert({
          id,
          starts_ms: silence.startsAt,
          ends_ms: silence.endsAt,
          reason: silence.reason,
          silenced_by: silence.by,
          plugins: plugins ? JSON.stringify(plugins) : null,
        })
        .onConflict('id')
        .merge();
      return 'set';
    });
  }

  /** It ends at that time; one that has not begun by then is removed. */
  async end(id: string, at: number): Promise<true | undefined> {
    return this.#store.use(async knex => {
      await knex('silences')
        .where({ id })
        .where('starts_ms', '>=', at)
        .delete();
      await knex('silences')
        .where({ id })
        .where('ends_ms', '>', at)
        .update({ ends_ms: at });
      return true as const;
    });
  }

  /** With those that are over lately; `undefined` where the store does not work. */
  async list(): Promise<SilenceRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('silences').orderBy(['starts_ms', 'id']);
      return rows.map(row => ({
        id: row.id,
        startsAt: Number(row.starts_ms),
        endsAt: Number(row.ends_ms),
        reason: row.reason,
        by: row.silenced_by,
        plugins: row.plugins === null ? undefined : JSON.parse(row.plugins),
      }));
    });
  }
}

async function forget(knex: Knex): Promise<void> {
  await knex('silences')
    .where('ends_ms', '<', knex.raw('? - ?', [nowMs(knex), keptForMs]))
    .delete();
}
