import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { nowMs } from './clock';
import type { Store, StorePart } from './store';

/**
 * A claim ends by itself after this: longer than a survey of one plugin
 * database may take, so that only a replica that died loses it.
 */
export const claimLastsMs = 45_000;

/** What nobody has surveyed for this long is forgotten (ours). */
const forgottenAfterMs = 7 * dayMs;

/** One survey of one plugin database, without what it read. */
export interface SurveyHead {
  databaseId: string;
  /** 0 before the first survey. */
  revision: number;
  /** Time since it began, in milliseconds; `undefined` before the first. */
  ageMs: number | undefined;
  /** Time since anybody asked for another one; `undefined` where nobody did. */
  requestedMsAgo: number | undefined;
}

/** The latest survey of each plugin database, and who may take the next. */
export class Surveys {
  readonly #store: StorePart;
  readonly #replicaId: string;
  /** Which survey the claims of this replica follow. */
  readonly #claimed = new Map<string, number>();

  constructor(store: Store, replicaId: string) {
    this.#store = store.part('surveys');
    this.#replicaId = replicaId;
  }

  /**
   * Whether this replica may take the survey that follows `revision`: not
   * where another one has taken it, or is at it. `undefined` where the store
   * does not work.
   */
  async claim(
    databaseId: string,
    revision: number,
  ): Promise<boolean | undefined> {
    return this.#store.use(async knex => {
      if (revision === 0) {
        await knex('surveys')
          .insert({ database_id: databaseId })
          .onConflict('database_id')
          .ignore();
      }
      const now = nowMs(knex);
      const claimed = await knex('surveys')
        .where({ database_id: databaseId, revision })
        .where('claim_ends_ms', '<=', now)
        .update({
          claimed_by: this.#replicaId,
          claimed_ms: now,
          claim_ends_ms: knex.raw('? + ?', [now, claimLastsMs]),
        });
      if (claimed === 1) {
        this.#claimed.set(databaseId, revision);
      }
      return claimed === 1;
    });
  }

  /**
   * Ends the claim with what was read. Resolves to the revision that it got;
   * to `undefined` where the store fails or the claim was lost meanwhile.
   */
  async finish(
    databaseId: string,
    survey: unknown,
  ): Promise<number | undefined> {
    const packed = await pack(survey);
    const followed = this.#claimed.get(databaseId);
    if (followed === undefined) {
      return undefined;
    }
    const revision = followed + 1;
    return this.#store.use(async knex => {
      const ended = await this.#mine(knex, databaseId)
        .where({ revision: followed })
        .update({
          revision,
          surveyed_ms: knex.ref('claimed_ms'),
          claimed_by: null,
          claim_ends_ms: 0,
          packed,
        });
      return ended === 1 ? revision : undefined;
    });
  }

  /** Ends the claim with nothing, so that another replica may try. */
  async giveUp(databaseId: string): Promise<void> {
    await this.#store.use(knex =>
      this.#mine(knex, databaseId).update({
        claimed_by: null,
        claim_ends_ms: 0,
      }),
    );
  }

  /** Asks every replica to survey what it observes. */
  async request(): Promise<void> {
    await this.#store.use(knex =>
      knex('surveys').update({ requested_ms: nowMs(knex) }),
    );
  }

  /** `undefined` where the store does not work. */
  async list(): Promise<SurveyHead[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('surveys')
        .select('database_id', 'revision', 'surveyed_ms', 'requested_ms', {
          now_ms: nowMs(knex),
        })
        .orderBy('database_id');
      return rows.map(row => ({
        databaseId: row.database_id,
        revision: row.revision,
        ageMs: since(row.surveyed_ms, row.now_ms),
        requestedMsAgo: since(row.requested_ms, row.now_ms),
      }));
    });
  }

  /** What the latest surveys of these read, by plugin database. */
  async read(
    databaseIds: readonly string[],
  ): Promise<Map<string, unknown> | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('surveys')
        .whereIn('database_id', databaseIds)
        .whereNotNull('packed')
        .select('database_id', 'packed');
      return new Map(
        await Promise.all(
          rows.map(
            async ({ database_id, packed }): Promise<[string, unknown]> => [
              database_id,
              await unpack(packed),
            ],
          ),
        ),
      );
    });
  }

  /** Forgets what nobody surveys any more. */
  async forget(): Promise<void> {
    await this.#store.use(knex =>
      knex('surveys')
        .where(
          'surveyed_ms',
          '<',
          knex.raw('? - ?', [nowMs(knex), forgottenAfterMs]),
        )
        .delete(),
    );
  }

  #mine(knex: Knex, databaseId: string) {
    return knex('surveys').where({
      database_id: databaseId,
      claimed_by: this.#replicaId,
    });
  }
}

async function pack(survey: unknown): Promise<Buffer> {
  return promisify(deflate)(JSON.stringify(survey));
}

async function unpack(packed: Buffer): Promise<unknown> {
  return JSON.parse((await promisify(inflate)(packed)).toString());
}

/** PostgreSQL's driver gives a `bigint` as text. */
function since(
  then: string | number | null,
  now: string | number,
): number | undefined {
  return Number(then) > 0 ? Number(now) - Number(then) : undefined;
}
