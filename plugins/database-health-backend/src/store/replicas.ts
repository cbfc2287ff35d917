import type { Knex } from 'knex';
import { dayMs } from '../timeSpans';
import { ageMs } from './clock';
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
      (await read(knex)).map(toSeen),
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

  async #forget(replicas: readonly SeenReplica[]): Promise<void> {
    const ids = replicas.map(({ id }) => id);
    await this.#store.use(knex => knex('replicas').whereIn('id', ids).delete());
  }
}

interface Row {
  id: string;
  host: string;
  version: string;
  started_at: Date | string | number;
  last_seen_at: Date | string | number;
  now: Date | string | number;
  state: string;
}

function read(knex: Knex): Promise<Row[]> {
  return knex<Row>('replicas')
    .select('*', { now: knex.fn.now() })
    .orderBy('id');
}

function toSeen(row: Row): SeenReplica {
  const silentMs = ageMs(row.last_seen_at, row.now);
  return {
    id: row.id,
    host: row.host,
    version: row.version,
    startedAt: new Date(row.started_at),
    state: JSON.parse(row.state),
    alive: silentMs <= deadAfterMs,
    silentMs,
  };
}
