import type {
  FactCatalogue,
  Readings,
} from 'backstage-plugin-database-health-node';
import { z } from 'zod/v4';
import { shapedReadings } from '../facts/shapes';
import type { ReportedPool } from '../pure/facts';
import type { Snapshot, WatchedDatabase } from '../picture/types';
import type { ReplicaState, Replicas, SeenReplica } from '../store';
import { movedReadings } from './clocks';
import { sharedReadings } from './sharedReadings';
import { toWatched, watched } from './watched';

/** A pulse may end while the heartbeat is being written. */
const toleranceMs = 60_000;

const reportedPulse = z.object({ database: watched, readings: z.unknown() });

/** What the last pulses of one replica found of one plugin database. */
export interface ReportedPulse {
  database: WatchedDatabase;
  readings: Readings;
}

/**
 * What a replica reports to the others of the plugin databases that it observes.
 * What is known of a whole server comes with the first of its databases.
 */
export function pulsesToReport(
  snapshots: readonly Snapshot[],
  catalogue: FactCatalogue,
): ReportedPulse[] {
  const observed = snapshots
    .filter(({ observation }) => observation)
    .sort((a, b) => a.database.pluginId.localeCompare(b.database.pluginId));
  return observed.map(({ database, readings, serverId }, index) => {
    const first = observed.findIndex(each => each.serverId === serverId);
    return {
      database: toWatched(database),
      readings: sharedReadings(
        catalogue,
        readings,
        ({ shared, scope }) =>
          shared === 'heartbeat' && (scope !== 'server' || first === index),
      ),
    };
  });
}

/** What the replicas last reported. */
export class Peers {
  readonly #replicas: Replicas;
  readonly #replicaId: string;
  readonly #now: () => number;
  readonly #catalogue: FactCatalogue;
  #reported: SeenReplica[] | undefined;

  constructor(
    replicas: Replicas,
    replicaId: string,
    now: () => number,
    catalogue: FactCatalogue,
  ) {
    this.#replicas = replicas;
    this.#replicaId = replicaId;
    this.#now = now;
    this.#catalogue = catalogue;
  }

  /** Reads anew what the replicas report. Never rejects. */
  async listen(): Promise<void> {
    const reported = await this.#replicas.list();
    const at = this.#now();
    this.#reported = reported?.map(replica => this.#inTimesOf(at, replica));
  }

  /**
   * All replicas, dead ones of the last day included, as last listened to. What
   * they report is in times of this clock.
   */
  get replicas(): readonly SeenReplica[] | undefined {
    return this.#reported;
  }

  /**
   * Without what every replica has of its own; `undefined` where the store does
   * not work.
   */
  pulses(): ReportedPulse[] | undefined {
    return this.#others()?.flatMap(({ state }) =>
      pulsesOf(state).map(({ database, readings }) => ({
        database,
        readings: sharedReadings(
          this.#catalogue,
          readings,
          ({ sharedAs }) => sharedAs === undefined,
        ),
      })),
    );
  }

  /**
   * The pools of a plugin in all replicas but this one that are there for certain:
   * one that was killed opens no more connections, though it is not dead yet.
   */
  poolsOf(pluginId: string): ReportedPool[] | undefined {
    const all = this.#reported ?? [];
    const surelyWithinMs = 2 * this.#replicas.heartbeatIntervalMs;
    const others = this.#others()?.filter(
      other =>
        other.silentMs <= surelyWithinMs &&
        !all.some(each => hasTakenThePlaceOf(other, each)),
    );
    return others?.flatMap(({ id, state }) =>
      pulsesOf(state).flatMap(({ database, readings: { pool } }) =>
        database.pluginId === pluginId && pool?.status === 'read'
          ? [{ replicaId: id, pool: pool.value }]
          : [],
      ),
    );
  }

  /** Whether no other one lives, as far as is known. */
  get isAlone(): boolean {
    return this.#others()?.length === 0;
  }

  /** The plugins of all living replicas but this one. */
  plugins(): string[] | undefined {
    return this.#others()?.flatMap(({ state }) => state.pluginIds ?? []);
  }

  #others(): SeenReplica[] | undefined {
    return this.#reported?.filter(
      ({ id, alive }) => alive && id !== this.#replicaId,
    );
  }

  /**
   * What a replica reports, moved to the clock that now says `at`, without what none
   * of ours can have reported.
   */
  #inTimesOf(at: number, replica: SeenReplica): SeenReplica {
    const { silentMs, state } = replica;
    const writtenAt = state.writtenAt ?? at;
    const byMs = at - silentMs - writtenAt;
    const leftOut = () => this.#replicas.leftOut();
    return {
      ...replica,
      state: {
        ...state,
        running: state.running.map(run => ({
          ...run,
          since: run.since + byMs,
        })),
        pulses: (state.pulses ?? []).flatMap(given => {
          const { data } = reportedPulse.safeParse(given);
          if (!data) {
            leftOut();
            return [];
          }
          const readings = shapedReadings(data.readings, {
            until: writtenAt + toleranceMs,
            leftOut,
          });
          return {
            database: data.database,
            readings: movedReadings(this.#catalogue, readings, byMs),
          };
        }),
      },
    };
  }
}

/** As {@link Peers} has looked them over; a replica of an older version reports none. */
function pulsesOf({ pulses = [] }: ReplicaState): ReportedPulse[] {
  return pulses as ReportedPulse[];
}

/**
 * No two processes listen on one port of one host: a replica that has said nothing
 * since another one began there is gone. Both times are by the clock of the store.
 */
function hasTakenThePlaceOf(replica: SeenReplica, other: SeenReplica): boolean {
  const { port, writtenAt } = other.state;
  return (
    other.id !== replica.id &&
    other.host === replica.host &&
    port !== undefined &&
    port === replica.state.port &&
    writtenAt !== undefined &&
    replica.silentMs > other.silentMs + writtenAt - other.startedAt.getTime()
  );
}
