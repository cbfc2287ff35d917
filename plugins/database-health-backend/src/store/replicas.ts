import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { z } from 'zod/v4';
import { ageMs } from './clock';
import { date, json, rowOf, text } from './columns';
import type { Store, StorePart } from './store';

/** Replicas write a heartbeat this often. */
const heartbeatIntervalMs = 15_000;

/**
 * A replica that missed two heartbeats and half of the third is dead (ours):
 * the others, who look every 5 s, know it within three intervals.
 */
const deadAfterMs = 2.5 * heartbeatIntervalMs;

/** Dead replicas are forgotten after a day. */
const forgottenAfterMs = dayMs;

/** Replicas that are looked at, those that were heard of last (ours). */
const mostReplicas = 200;

/** Characters of what one may report (ours): 100 plugin databases come to less. */
const longestState = 2_000_000;

/** One backend process, as it shows itself to the others. */
export interface ReplicaRecord {
  id: string;
  host: string;
  version: string;
  startedAt: Date;
  state: ReplicaState;
}

/** A replica of an older version may have written less. */
export interface ReplicaState {
  /** Migrations that it runs now. */
  running: { databaseId: string; ledger: string; since: number }[];
  /** The plugins that it runs. */
  pluginIds?: readonly string[];
  /** What its last pulses found. */
  pulses?: readonly unknown[];
  /** On which its backend listens. */
  port?: number;
  /** When it wrote this, by its own clock, as all times in here. */
  writtenAt?: number;
}

/** A replica as another one sees it. */
export interface SeenReplica extends ReplicaRecord {
  alive: boolean;
  /** Time since its last heartbeat, by the clock of the database alone. */
  silentMs: number;
}

const time = z.number().min(-8.64e15).max(8.64e15);
const run = z.object({ databaseId: text, ledger: text, since: time });

const stateOf = rowOf<ReplicaState>(
  json(
    z.object({
      running: z.array(run).max(1_000),
      pluginIds: z.array(text).max(1_000).optional(),
      pulses: z.array(z.unknown()).max(1_000).optional(),
      port: z.number().optional(),
      writtenAt: time.optional(),
    }),
  ),
);

/** As the database gives a moment; compared with its own clock alone. */
const moment = z.union([z.date(), z.number(), text]);

const head = z
  .object({
    id: text,
    host: text,
    version: text,
    started_at: date,
    last_seen_at: moment,
    now: moment,
    state: z.string().nullable(),
  })
  .refine(row => !Number.isNaN(ageMs(row.last_seen_at, row.now)));

/** Who runs this backend, and what they are doing. */
export class Replicas {
  readonly heartbeatIntervalMs = heartbeatIntervalMs;
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('replicas');
  }

  /** Also right after a failure: with two left out, others take it for dead. */
  async heartbeat(replica: ReplicaRecord): Promise<void> {
    await this.#store.always(async knex => {
      const row = {
        host: replica.host,
        version: replica.version,
        started_at: replica.startedAt,
        last_seen_at: knex.fn.now(),
        state: JSON.stringify(replica.state),
      };
      await knex('replicas')
        .insert({ id: replica.id, ...row })
        .onConflict('id')
        .merge();
    });
  }

  /**
   * Forgets those that have been dead for long on the way. `undefined` where the
   * store does not work.
   */
  async list(): Promise<SeenReplica[] | undefined> {
    const seen = await this.#store.read(async knex =>
      this.#store
        .accepted(await read(knex), rowOf(head))
        .map(each => this.#toSeen(each))
        .sort((a, b) => a.id.localeCompare(b.id)),
    );
    const forgotten = seen?.filter(
      ({ silentMs }) => silentMs > forgottenAfterMs,
    );
    if (forgotten && forgotten.length > 0) {
      await this.#forget(forgotten);
    }
    return seen?.filter(replica => !forgotten?.includes(replica));
  }

  async leave(id: string): Promise<void> {
    await this.#store.always(knex => knex('replicas').where({ id }).delete());
  }

  /** Tells that what one reports is nothing that a replica reports. */
  leftOut(): void {
    this.#store.leftOut();
  }

  /** One of which nothing is known but that it lives does count. */
  #toSeen(row: z.infer<typeof head>): SeenReplica {
    const state = stateOf(row.state);
    if (!state) {
      this.#store.leftOut();
    }
    // What lies ahead was put there, or the clock was put back.
    const silentMs = Math.abs(ageMs(row.last_seen_at, row.now));
    return {
      id: row.id,
      host: row.host,
      version: row.version,
      startedAt: row.started_at,
      state: state ?? { running: [] },
      alive: silentMs <= deadAfterMs,
      silentMs,
    };
  }

  async #forget(replicas: readonly SeenReplica[]): Promise<void> {
    const ids = replicas.map(({ id }) => id);
    await this.#store.use(knex => knex('replicas').whereIn('id', ids).delete());
  }
}

function read(knex: Knex): Promise<unknown[]> {
  return knex('replicas')
    .select('id', 'host', 'version', 'started_at', 'last_seen_at', {
      now: knex.fn.now(),
      state: knex.raw('case when length(state) <= ? then state end', [
        longestState,
      ]),
    })
    .orderBy('last_seen_at', 'desc')
    .limit(mostReplicas);
}
