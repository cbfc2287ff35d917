import type { Status } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { z } from 'zod/v4';
import { nowMs } from './clock';
import { rowOf, text, timeMs } from './columns';
import type { Store, StorePart } from './store';

/** What has a status: a plugin database or a server, or one check of it. */
export interface StatusSubject {
  readonly databaseId?: string;
  readonly serverId?: string;
  readonly checkId?: string;
}

/** A status as a replica saw it begin. */
export interface SeenStatus extends StatusSubject {
  readonly status: Status;
  /** One sentence that is safe to show. */
  readonly message: string;
  /** Time since then, in milliseconds. */
  readonly ageMs: number;
}

/** A transition that was kept. `at` is in epoch milliseconds. */
export interface TransitionRecord extends StatusSubject {
  readonly at: number;
  readonly from: Status;
  readonly to: Status;
  readonly message: string;
}

/** Bounds of what is kept (ours). */
const keptForMs = 730 * dayMs;
export const mostTransitions = 20_000;

/** Rows that are deleted at once. */
const batchRows = 500;

const statusName = z.enum(['critical', 'warning', 'unknown', 'ok']);

const transition = rowOf(
  z.object({
    at_ms: timeMs,
    database_id: text.nullable(),
    server_id: text.nullable(),
    check_id: text.nullable(),
    from_status: statusName,
    to_status: statusName,
    message: text,
  }),
);

/** The time of a status that nobody has judged yet. */
const neverMs = 0;

/**
 * Changes of status, kept once however many replicas see them: each is compared
 * with the one row that holds the present status.
 */
export class Transitions {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('transitions');
  }

  /**
   * Takes statuses in the order in which they began. One that is known, or
   * began before the known one, is left out; so is what is well at first
   * sight. `undefined` where the store did not take them: then none.
   */
  async note(seen: readonly SeenStatus[]): Promise<true | undefined> {
    return this.#store.use(async knex => {
      const [{ now }] = await knex.select({ now: nowMs(knex) });
      const changes = seen.map(each => ({
        ...each,
        key: keyOf(each),
        atMs: Math.round(Number(now) - each.ageMs),
      }));
      await enter(knex, changes);
      return knex.transaction(async transaction => {
        const known = await lockStatuses(transaction, changes);
        for (const each of changes) {
          const before = known.get(each.key)!;
          // What lies ahead was put there, or the clock was put back.
          const changedMs =
            before.changedMs > Number(now) ? neverMs : before.changedMs;
          if (before.status !== each.status && changedMs < each.atMs) {
            await change(transaction, before, each);
            known.set(each.key, {
              status: each.status,
              changedMs: each.atMs,
            });
          }
        }
        return true as const;
      });
    });
  }

  /** Newest first; `undefined` where the store does not work. */
  async list(
    sinceMs: number,
    most: number,
  ): Promise<TransitionRecord[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('transitions')
        .where('at_ms', '>=', sinceMs)
        .orderBy([
          { column: 'at_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(most);
      return this.#store.accepted(rows, transition).map(row => ({
        at: row.at_ms,
        ...subjectOf(row),
        from: row.from_status,
        to: row.to_status,
        message: row.message,
      }));
    });
  }

  /** When the first kept change of each plugin database was, epoch milliseconds. */
  async firstOfEach(): Promise<Map<string, number> | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('transitions')
        .whereNotNull('database_id')
        .groupBy('database_id')
        .select('database_id', knex.raw('min(at_ms) as first_ms'));
      return new Map(
        rows.map(({ database_id, first_ms }) => [
          database_id,
          Number(first_ms),
        ]),
      );
    });
  }

  /** Forgets a batch of what is too old or too much; resolves to whether that is all. */
  async forget(): Promise<boolean> {
    const done = await this.#store.use(async knex => {
      const [{ now }] = await knex.select({ now: nowMs(knex) });
      const tooOldMs = Number(now) - keptForMs;
      await knex('statuses')
        .whereBetween('changed_ms', [neverMs + 1, tooOldMs])
        .delete();
      const [{ count }] = await knex('transitions').count({ count: '*' });
      const tooMany = Math.max(0, Number(count) - mostTransitions);
      const oldest = await knex('transitions')
        .orderBy([{ column: 'at_ms' }, { column: 'id' }])
        .limit(batchRows)
        .select('id', 'at_ms');
      const forgotten = oldest.filter(
        ({ at_ms }, index) => index < tooMany || Number(at_ms) < tooOldMs,
      );
      if (forgotten.length > 0) {
        await knex('transitions')
          .whereIn(
            'id',
            forgotten.map(({ id }) => id),
          )
          .delete();
      }
      return forgotten.length < batchRows;
    });
    return done ?? true;
  }
}

interface KnownStatus {
  status: Status;
  changedMs: number;
}

interface Change extends SeenStatus {
  key: string;
  atMs: number;
}

/**
 * Makes rows for what nobody has judged before: by itself, since rows that do
 * not exist cannot be locked.
 */
async function enter(knex: Knex, changes: readonly Change[]): Promise<void> {
  const keys: string[] = await knex('statuses')
    .whereIn(
      'subject',
      changes.map(({ key }) => key),
    )
    .pluck('subject');
  const known = new Set(keys);
  const rows = changes
    .filter(({ key }) => !known.has(key))
    .map(({ key, status, atMs }) =>
      status === 'ok'
        ? { subject: key, status, changed_ms: atMs }
        : { subject: key, status: 'unknown', changed_ms: neverMs },
    );
  if (rows.length > 0) {
    await knex('statuses').insert(rows).onConflict('subject').ignore();
  }
}

/** In one order, so that no two replicas wait for each other. */
async function lockStatuses(
  transaction: Knex,
  changes: readonly Change[],
): Promise<Map<string, KnownStatus>> {
  const rows = await transaction('statuses')
    .whereIn(
      'subject',
      changes.map(({ key }) => key),
    )
    .orderBy('subject')
    .forUpdate();
  return new Map(
    rows.map(({ subject, status, changed_ms }) => [
      subject,
      { status, changedMs: Number(changed_ms) },
    ]),
  );
}

async function change(
  transaction: Knex,
  before: KnownStatus,
  { key, atMs, ...seen }: Change,
): Promise<void> {
  await transaction('statuses')
    .where({ subject: key })
    .update({ status: seen.status, changed_ms: atMs });
  await transaction('transitions').insert({
    at_ms: atMs,
    database_id: seen.databaseId ?? null,
    server_id: seen.serverId ?? null,
    check_id: seen.checkId ?? null,
    from_status: before.status,
    to_status: seen.status,
    message: seen.message,
  });
}

function keyOf({ databaseId, serverId, checkId }: StatusSubject): string {
  const whole =
    databaseId === undefined ? `server:${serverId}` : `database:${databaseId}`;
  return checkId === undefined ? whole : `${whole}:${checkId}`;
}

function subjectOf(row: {
  database_id: string | null;
  server_id: string | null;
  check_id: string | null;
}): StatusSubject {
  return {
    ...(row.database_id !== null && { databaseId: row.database_id }),
    ...(row.server_id !== null && { serverId: row.server_id }),
    ...(row.check_id !== null && { checkId: row.check_id }),
  };
}
