import { nowMs } from './clock';
import type { Store, StorePart } from './store';

/** Which replica does what only one has to do. */
export class Upkeep {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('upkeep');
  }

  /**
   * Whether nobody has taken the task for so long, and this replica has it
   * now. Taking it costs a row, not a scheduler: a global task of Backstage's
   * needs the database when the plugin starts, which may be when it is down.
   */
  async take(task: string, everyMs: number): Promise<boolean | undefined> {
    return this.#store.use(async knex => {
      const now = nowMs(knex);
      const taken = () =>
        knex('upkeep')
          .where({ task })
          // What lies ahead was put there, or the clock was put back.
          .whereNotBetween('started_ms', [
            knex.raw('? - ? + 1', [now, everyMs]),
            now,
          ])
          .update({ started_ms: now });
      if ((await taken()) === 1) {
        return true;
      }
      const known = await knex('upkeep').where({ task }).first('task');
      if (known) {
        return false;
      }
      await knex('upkeep')
        .insert({ task, started_ms: 0 })
        .onConflict('task')
        .ignore();
      return (await taken()) === 1;
    });
  }
}
