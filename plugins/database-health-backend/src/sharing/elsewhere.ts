import type { Readings } from 'backstage-plugin-database-health-node';
import type { Snapshot, WatchedDatabase } from '../picture/picture';
import type { Replicas } from '../store';
import { shifted } from './sharedSurveys';

/** What the last pulses of one replica found of one plugin database. */
export interface ToldPulse {
  database: WatchedDatabase;
  readings: Readings;
}

/** What a replica tells the others of the plugin databases that it observes. */
export function pulsesToTell(snapshots: readonly Snapshot[]): ToldPulse[] {
  return snapshots
    .filter(({ observation }) => observation)
    .map(({ database, readings: { reachability, ping, pool } }) => ({
      database: {
        pluginId: database.pluginId,
        configured: database.configured,
        migrationsSkipped: database.migrationsSkipped,
      },
      readings: {
        ...(reachability && { reachability }),
        ...(ping && { ping }),
        ...(pool && {
          pool:
            pool.status === 'read'
              ? { ...pool, value: { ...pool.value, history: [] } }
              : pool,
        }),
      },
    }));
}

/** What other living replicas tell. */
export class Elsewhere {
  readonly #replicas: Replicas;
  readonly #replicaId: string;
  readonly #now: () => number;

  constructor(replicas: Replicas, replicaId: string, now: () => number) {
    this.#replicas = replicas;
    this.#replicaId = replicaId;
    this.#now = now;
  }

  /** In the times of this clock; `undefined` where the store does not tell. */
  async pulses(): Promise<ToldPulse[] | undefined> {
    const replicas = await this.#replicas.list();
    const now = this.#now();
    return replicas
      ?.filter(({ id, alive }) => alive && id !== this.#replicaId)
      .flatMap(({ silentMs, state: { pulses, writtenAt } }) => {
        const told = (pulses ?? []) as ToldPulse[];
        const shiftMs = now - silentMs - (writtenAt ?? now);
        return told.map(({ database, readings }) => ({
          database,
          readings: shifted(readings, shiftMs),
        }));
      });
  }

  /** The plugins of all living replicas but this one. */
  async plugins(): Promise<string[] | undefined> {
    const replicas = await this.#replicas.list();
    return replicas
      ?.filter(({ id, alive }) => alive && id !== this.#replicaId)
      .flatMap(({ state: { pluginIds } }) => pluginIds ?? []);
  }
}
