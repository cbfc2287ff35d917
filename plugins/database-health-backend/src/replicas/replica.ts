import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ScheduleLocalTask } from '../localTask';
import type {
  DatabaseObservations,
  Observation,
  ObservedLedger,
} from '../observation/types';
import { ledgerKey } from '../pure/ledger';
import { oneAtATime } from '../oneAtATime';
import { ownPluginId } from '../ownPluginId';
import type { ReportedPulse } from './peers';
import type { Failures, ReplicaRecord, ReplicaState, Replicas } from '../store';

/** This process, as the other replicas know it. */
export type ReplicaIdentity = Omit<ReplicaRecord, 'state'>;

export interface JoinedReplica {
  readonly identity: ReplicaIdentity;
  /** Lets the others know that it is gone. Never rejects. */
  leave(): Promise<void>;
}

export interface ReplicaOptions {
  readonly observations: DatabaseObservations;
  readonly replicas: Replicas;
  readonly failures: Failures;
  readonly schedule: ScheduleLocalTask;
  readonly version: string;
  readonly pluginIds: readonly string[];
  /** On which the backend listens. */
  readonly port: number;
  /** What the last pulses found. */
  pulses(): readonly ReportedPulse[];
}

/**
 * Lets other replicas know of this one: that it is alive, which migrations it
 * runs, and which of them failed, at once, since it may be about to die of it.
 */
export async function joinReplicas(
  options: ReplicaOptions,
): Promise<JoinedReplica> {
  const { observations, replicas, failures } = options;
  const identity: ReplicaIdentity = {
    id: randomUUID(),
    host: hostname(),
    version: options.version,
    startedAt: new Date(),
  };
  let isLeaving = false;
  const beat = oneAtATime(() =>
    isLeaving
      ? replicas.leave(identity.id)
      : replicas.heartbeat({
          ...identity,
          state: {
            running: observations.list().flatMap(runsOf),
            pluginIds: options.pluginIds,
            port: options.port,
            pulses: options.pulses(),
            writtenAt: Date.now(),
          },
        }),
  );
  const tellFailure = (
    observation: Observation,
    ledger: ObservedLedger,
  ): void => {
    const { lastRun, runningSince } = ledger;
    if (runningSince === undefined && lastRun?.outcome === 'failed') {
      void failures.failed({
        databaseId: observation.pluginId,
        ledger: keyOf(observation, ledger),
        replicaId: identity.id,
        at: lastRun.at,
        durationMs: lastRun.durationMs,
        sentence: lastRun.failure?.sentence ?? 'The migration failed.',
      });
    }
  };
  observations.onMigrationRun((observation, ledger) => {
    // Of our own tables: to tell of it, the store would be opened, which migrates.
    if (observation.pluginId === ownPluginId) {
      return;
    }
    void beat();
    tellFailure(observation, ledger);
  });
  // Other plugins may have run theirs before this one was there to listen.
  for (const observation of observations.list()) {
    if (observation.pluginId === ownPluginId) {
      continue;
    }
    observation.ledgers().forEach(ledger => tellFailure(observation, ledger));
  }
  await options.schedule({
    id: 'heartbeat',
    everyMs: replicas.heartbeatIntervalMs,
    deadlineMs: replicas.heartbeatIntervalMs,
    work: beat,
  });
  return {
    identity,
    leave() {
      // Its scheduler stops after it: no heartbeat may bring it back.
      isLeaving = true;
      return beat();
    },
  };
}

function runsOf(observation: Observation): ReplicaState['running'] {
  return observation.ledgers().flatMap(ledger =>
    ledger.runningSince === undefined
      ? []
      : [
          {
            databaseId: observation.pluginId,
            ledger: keyOf(observation, ledger),
            since: ledger.runningSince,
          },
        ],
  );
}

/** As the survey names it: in schema mode with the schema of the plugin. */
function keyOf(
  { configured }: Observation,
  { table, schema = configured.schema }: ObservedLedger,
): string {
  return ledgerKey({ table, schema });
}
