import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { z } from 'zod/v4';
import { nowMs } from './clock';
import { rowOf, text, whole } from './columns';
import type { Store, StorePart } from './store';

/**
 * A claim ends by itself after this: longer than a survey of one plugin
 * database may take, so that only a replica that died loses it.
 */
export const claimLastsMs = 45_000;

/** What nobody has surveyed for this long is forgotten (ours). */
const forgottenAfterMs = 7 * dayMs;

/**
 * Of what one survey read, as JSON and deflated: twice the most rows that ledgers may
 * have together, with the longest names, come to less (ours).
 */
export const mostBytes = 32 * 2 ** 20;
const mostPackedBytes = 8 * 2 ** 20;

/** Plugin databases of which surveys are looked at (ours). */
const mostSurveys = 1_000;

/** Others cannot be counted on from here. */
const mostRevisions = 2 ** 31 - 2;

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

/** A survey that follows none that can be counted is the first. */
const countedRevision = `case when revision between 0 and ${mostRevisions} then revision else 0 end`;

const head = z
  .object({
    database_id: text,
    revision: whole,
    surveyed_ms: whole.nullable(),
    requested_ms: whole,
    now_ms: whole,
  })
  .transform(
    (row): SurveyHead => ({
      databaseId: row.database_id,
      revision: row.revision,
      // What lies ahead was put there, or the clock was put back.
      ageMs: row.surveyed_ms
        ? Math.max(0, row.now_ms - row.surveyed_ms)
        : undefined,
      requestedMsAgo:
        row.requested_ms > 0 && row.requested_ms <= row.now_ms
          ? row.now_ms - row.requested_ms
          : undefined,
    }),
  );

const headOf = rowOf(head);

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
        .where({ database_id: databaseId })
        .whereRaw(`${countedRevision} = ?`, [revision])
        // No claim of ours ends later.
        .whereNotBetween('claim_ends_ms', [
          knex.raw('? + 1', [now]),
          knex.raw('? + ?', [now, claimLastsMs]),
        ])
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
   * to `undefined` where the store fails, the claim was lost meanwhile, or it is
   * more than others would take.
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
    if (!packed) {
      await this.giveUp(databaseId);
      return undefined;
    }
    const revision = followed + 1;
    return this.#store.use(async knex => {
      const ended = await this.#mine(knex, databaseId)
        .whereRaw(`${countedRevision} = ?`, [followed])
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
        .select('database_id', 'surveyed_ms', 'requested_ms', {
          revision: knex.raw(countedRevision),
          now_ms: nowMs(knex),
        })
        .orderBy('database_id')
        .limit(mostSurveys);
      return this.#store.accepted(rows, headOf);
    });
  }

  /**
   * What the latest surveys of these read, by plugin database, with nothing known
   * of it but that it was JSON. Others are left out.
   */
  async read(
    databaseIds: readonly string[],
  ): Promise<Map<string, unknown> | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('surveys')
        .whereIn('database_id', databaseIds)
        .whereNotNull('packed')
        .select('database_id', {
          packed: knex.raw('case when length(packed) <= ? then packed end', [
            mostPackedBytes,
          ]),
        });
      const surveys = new Map<string, unknown>();
      // One by one: each may take a lot of memory until it is looked at.
      for (const { database_id, packed } of rows) {
        const survey = await unpack(packed);
        if (survey === undefined) {
          this.#store.leftOut();
        } else {
          surveys.set(database_id, survey);
        }
      }
      return surveys;
    });
  }

  /** Tells that what was read is no survey. */
  leftOut(): void {
    this.#store.leftOut();
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

/** `undefined` where it is too large. */
async function pack(survey: unknown): Promise<Buffer | undefined> {
  const bytes = Buffer.from(JSON.stringify(survey));
  const packed =
    bytes.length <= mostBytes ? await promisify(deflate)(bytes) : undefined;
  return packed && packed.length <= mostPackedBytes ? packed : undefined;
}

/** `undefined` where it is none that was packed here. */
async function unpack(packed: unknown): Promise<unknown> {
  try {
    const bytes = await promisify(inflate)(packed as Buffer, {
      maxOutputLength: mostBytes,
    });
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
