import type { Incident } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { messageId } from '../../pure/messageIds';
import { dayMs, hourMs, minuteMs } from '../../timeSpans';
import { nowMs } from '../clock';
import type { Store, StorePart } from '../store';
import { changeFrom, fromRow } from './rows';
import type { IncidentRecord, RecordedChanges } from './types';

/** How often a replica says to whom it sends, and for how long that holds (ours). */
const seenEveryMs = 10 * minuteMs;
const seenForMs = hourMs;

/** Bounds of what waits (ours): longer than any silence that is set. */
const keptForMs = 8 * dayMs;
export const mostDeliveries = 1_000;

/** Deliveries that are deleted at once. */
const batchRows = 200;

/** Others may be faster so often; the next look has the rest. */
const mostRaces = 10;

/** One change of an incident that one sink has not been told of. */
export interface Delivery {
  readonly changeId: number;
  readonly sink: string;
  /** How often it has been tried, with this time. */
  readonly attempts: number;
  readonly messageId: string;
  readonly change: RecordedChanges[number];
  /** As it is now. */
  readonly incident: IncidentRecord;
}

/** What was just recorded of an incident. */
export interface NotedChange {
  readonly incidentId: string;
  readonly kind: RecordedChanges[number]['kind'];
  readonly severity: Incident['severity'];
  readonly checkId: string;
}

/**
 * What sinks have yet to be told of: a row per change and sink, which whoever sends it
 * puts off for as long as that may take. If it dies meanwhile, the row is due again.
 */
export class Deliveries {
  readonly #store: StorePart;
  readonly #sinks: readonly string[];
  readonly #now: () => number;
  #seenAt = -Infinity;
  #turn: Promise<unknown> = Promise.resolve();

  /** `sinks` are those of this replica; others may have others. */
  constructor(store: Store, sinks: readonly string[], now: () => number) {
    this.#store = store.part('deliveries');
    this.#sinks = sinks;
    this.#now = now;
  }

  /** Makes the rows of a change, in the transaction that records it. */
  async note(transaction: Knex, noted: NotedChange): Promise<void> {
    const now = nowMs(transaction);
    const others: string[] = await transaction('incident_sinks')
      .where('seen_ms', '>', transaction.raw('? - ?', [now, seenForMs]))
      .pluck('sink');
    const sinks = new Set([...this.#sinks, ...others]);
    if (sinks.size === 0) {
      return;
    }
    const { incidentId } = noted;
    const [{ id }] = await transaction('incident_changes')
      .where({ incident_id: incidentId })
      .max({ id: 'id' });
    await transaction('incident_deliveries').insert(
      [...sinks].map(sink => ({
        change_id: id,
        sink,
        message_id: messageId(incidentId, noted),
        noted_ms: now,
        due_ms: now,
        attempts: 0,
      })),
    );
  }

  /** The sinks of this replica for which something is due. */
  async due(): Promise<string[]> {
    if (this.#sinks.length === 0) {
      return [];
    }
    await this.#register();
    const due = await this.#store.read(knex =>
      knex('incident_deliveries')
        .whereIn('sink', this.#sinks)
        .where('due_ms', '<=', nowMs(knex))
        .distinct()
        .pluck('sink'),
    );
    return due ?? [];
  }

  /**
   * The oldest that is due, which nobody else gets for `leaseMs`; none of an incident
   * before what happened to it earlier. `undefined` where there is none.
   */
  async claim(sink: string, leaseMs: number): Promise<Delivery | undefined> {
    // All sinks wake at once, and together they would take the places of all else.
    const turn = this.#turn.then(() => this.#claim(sink, leaseMs));
    this.#turn = turn;
    return turn;
  }

  async #claim(sink: string, leaseMs: number): Promise<Delivery | undefined> {
    return this.#store.use(async knex => {
      for (let i = 0; i < mostRaces; i++) {
        const row = await oldestDue(knex, sink);
        if (!row) {
          return undefined;
        }
        const attempts = Number(row.attempts) + 1;
        const taken = await knex('incident_deliveries')
          .where({ change_id: row.change_id, sink })
          .where({ due_ms: row.due_ms, attempts: row.attempts })
          .update({
            due_ms: knex.raw('? + ?', [nowMs(knex), leaseMs]),
            attempts,
          });
        if (taken === 1) {
          const delivery = await toDelivery(knex, { ...row, sink, attempts });
          if (delivery) {
            return delivery;
          }
          await deliveryOf(knex, { changeId: row.change_id, sink }).delete();
        }
      }
      return undefined;
    });
  }

  /** It was sent, or is given up. */
  async done(delivery: Pick<Delivery, 'changeId' | 'sink'>): Promise<void> {
    await this.#store.always(knex => deliveryOf(knex, delivery).delete());
  }

  /**
   * It is due again after so long, unless another one has it by now. Where nothing was
   * sent, that counts as no attempt.
   */
  async putOff(
    delivery: Delivery,
    forMs: number,
    { sent }: { sent: boolean },
  ): Promise<void> {
    await this.#store.use(knex =>
      deliveryOf(knex, delivery)
        .where({ attempts: delivery.attempts })
        .update({
          due_ms: knex.raw('? + ?', [nowMs(knex), Math.round(forMs)]),
          attempts: delivery.attempts - (sent ? 0 : 1),
        }),
    );
  }

  /** Forgets a batch of what is too old or too much; resolves to whether that is all. */
  async forget(): Promise<boolean> {
    const done = await this.#store.use(async knex => {
      const [{ now }] = await knex.select({ now: nowMs(knex) });
      await knex('incident_sinks')
        .where('seen_ms', '<', Number(now) - dayMs)
        .delete();
      const [{ count }] = await knex('incident_deliveries').count({
        count: '*',
      });
      const tooMany = Math.max(0, Number(count) - mostDeliveries);
      const oldest = await knex('incident_deliveries')
        .orderBy([{ column: 'noted_ms' }, { column: 'change_id' }])
        .limit(batchRows)
        .select('change_id', 'sink', 'noted_ms');
      const forgotten = oldest.filter(
        ({ noted_ms }, index) =>
          index < tooMany || Number(noted_ms) < Number(now) - keptForMs,
      );
      for (const { change_id, sink } of forgotten) {
        await deliveryOf(knex, { changeId: change_id, sink }).delete();
      }
      return forgotten.length < batchRows;
    });
    return done ?? true;
  }

  /** Whatever another replica records is meant for the sinks of this one, too. */
  async #register(): Promise<void> {
    const now = this.#now();
    if (Math.abs(now - this.#seenAt) < seenEveryMs) {
      return;
    }
    const done = await this.#store.use(async knex => {
      for (const sink of this.#sinks) {
        await knex('incident_sinks')
          .insert({ sink, seen_ms: nowMs(knex) })
          .onConflict('sink')
          .merge();
      }
      return true;
    });
    if (done) {
      this.#seenAt = now;
    }
  }
}

function deliveryOf(
  knex: Knex,
  { changeId, sink }: { changeId: number | string; sink: string },
) {
  return knex('incident_deliveries').where({ change_id: changeId, sink });
}

function oldestDue(knex: Knex, sink: string) {
  const earlier = knex('incident_deliveries as earlier')
    .join('incident_changes as before', 'before.id', 'earlier.change_id')
    .where('earlier.sink', sink)
    .whereRaw('earlier.change_id < delivery.change_id')
    .whereRaw('before.incident_id = incident_changes.incident_id')
    .select('earlier.change_id');
  return knex('incident_deliveries as delivery')
    .leftJoin('incident_changes', 'incident_changes.id', 'delivery.change_id')
    .where('delivery.sink', sink)
    .where('delivery.due_ms', '<=', nowMs(knex))
    .whereNotExists(earlier)
    .orderBy('delivery.change_id')
    .first('delivery.change_id', 'message_id', 'due_ms', 'attempts');
}

/** `undefined` where the incident has been forgotten meanwhile. */
async function toDelivery(
  knex: Knex,
  row: {
    change_id: number | string;
    sink: string;
    message_id: string;
    attempts: number;
  },
): Promise<Delivery | undefined> {
  const changed = await knex('incident_changes')
    .where({ id: row.change_id })
    .first();
  const of =
    changed &&
    (await knex('incidents').where({ id: changed.incident_id }).first());
  const change = changed && changeFrom(changed);
  const incident = of && fromRow(of);
  return change && incident
    ? {
        changeId: change.id,
        sink: row.sink,
        attempts: row.attempts,
        messageId: row.message_id,
        change,
        incident,
      }
    : undefined;
}
