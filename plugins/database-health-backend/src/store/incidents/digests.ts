import type { Knex } from 'knex';
import { dayMs, hourMs } from '../../timeSpans';
import { nowMs } from '../clock';
import type { Store, StorePart } from '../store';
import { withChanges } from './changes';
import { fromRow } from './rows';
import type { IncidentRecord } from './types';

/** Bounds of one digest (ours). */
const longestMs = 8 * dayMs;
const mostIncidents = 100;

/** Nobody puts one off for longer (ours). */
const longestPauseMs = hourMs;

/** What one sink is to be told once a day. Times are in epoch milliseconds. */
export interface DueDigest {
  readonly sink: string;
  /** When it was due. */
  readonly dueAt: number;
  /** When the one before was made. */
  readonly since: number;
  /** What is recorded after this is in the next one. */
  readonly until: { readonly ms: number; readonly changeId: number };
  /** How often it has been tried, with this time. */
  readonly attempts: number;
  /** With their changes; those that are open first, the newest first. */
  readonly incidents: readonly IncidentRecord[];
  /** There are more. */
  readonly truncated: boolean;
}

/**
 * What sinks have been told that are told once a day: a row per sink, which whoever
 * sends puts off for as long as that may take. If it dies meanwhile, the digest is due
 * again; if no replica lives when it is due, the first that does finds it.
 */
export class Digests {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('digests');
  }

  /**
   * The digest that is due at the last of those times, which nobody else gets for
   * `leaseMs`; until when all has been told where none is, and `undefined` where the
   * store does not say. Of a sink that is new, the first is due at the next time.
   */
  async claim(
    sink: string,
    options: { leaseMs: number; lastTime(now: number): number },
  ): Promise<DueDigest | { toldUntil: number } | undefined> {
    return this.#store.use(async knex => {
      const [row] = await knex.select({ now: nowMs(knex) });
      const now = Number(row.now);
      const known = await rowOf(knex, sink).first();
      if (!known) {
        await knex('incident_digests')
          .insert({
            sink,
            told_ms: now,
            told_change_id: await lastChangeId(knex),
            due_ms: 0,
            attempts: 0,
          })
          .onConflict('sink')
          .ignore();
        return { toldUntil: now };
      }
      const toldUntil = Number(known.told_ms);
      if (toldUntil > now) {
        // It was put there, or the clock was put back.
        await rowOf(knex, sink).update({ told_ms: now });
        return { toldUntil: now };
      }
      const dueAt = options.lastTime(now);
      if (toldUntil >= dueAt) {
        return { toldUntil };
      }
      const attempts = Number(known.attempts) + 1;
      const isDue =
        Number(known.due_ms) <= now ||
        Number(known.due_ms) > now + longestPauseMs;
      const taken =
        isDue &&
        (await rowOf(knex, sink)
          .where({ due_ms: known.due_ms, attempts: known.attempts })
          .update({ due_ms: now + options.leaseMs, attempts }));
      if (taken !== 1) {
        return undefined;
      }
      const since = Math.max(toldUntil, now - longestMs);
      const until = { ms: now, changeId: await lastChangeId(knex) };
      const incidents = await this.#incidentsSince(knex, {
        closedMs: now - longestMs,
        changeId: Number(known.told_change_id),
      });
      return {
        sink,
        dueAt,
        since,
        until,
        attempts,
        incidents: incidents.slice(0, mostIncidents),
        truncated: incidents.length > mostIncidents,
      };
    });
  }

  /** It was sent, or there is nothing in it. */
  async done({ sink, until }: DueDigest): Promise<void> {
    await this.#store.always(knex =>
      rowOf(knex, sink).where('told_ms', '<', until.ms).update({
        told_ms: until.ms,
        told_change_id: until.changeId,
        due_ms: 0,
        attempts: 0,
      }),
    );
  }

  /** It is due again after so long, unless another one has it by now. */
  async putOff(digest: DueDigest, forMs: number): Promise<void> {
    await this.#store.use(knex =>
      rowOf(knex, digest.sink)
        .where({ attempts: digest.attempts })
        .update({
          due_ms: knex.raw('? + ?', [nowMs(knex), Math.round(forMs)]),
        }),
    );
  }

  /** By what was recorded: that it is over is known only later. */
  async #incidentsSince(
    knex: Knex,
    { closedMs, changeId }: { closedMs: number; changeId: number },
  ): Promise<IncidentRecord[]> {
    const changed = knex('incident_changes')
      .where('id', '>', changeId)
      .select('incident_id');
    const rows = await knex('incidents')
      .whereNull('closed_ms')
      .orWhere(closed =>
        closed.where('closed_ms', '>', closedMs).whereIn('id', changed),
      )
      .orderByRaw('case when closed_ms is null then 0 else 1 end')
      .orderBy([
        { column: 'opened_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(mostIncidents + 1);
    return this.#store.accepted(await withChanges(knex, rows), each =>
      fromRow(...each),
    );
  }
}

async function lastChangeId(knex: Knex): Promise<number> {
  const [{ id }] = await knex('incident_changes').max({ id: 'id' });
  return Number(id ?? 0);
}

function rowOf(knex: Knex, sink: string) {
  return knex('incident_digests').where({ sink });
}
