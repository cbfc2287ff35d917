import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { concerns } from './observation/misleadingKeys';
import type { DatabaseObservations, Observation } from './observation/types';
import type {
  FactCatalogue,
  Readings,
} from 'backstage-plugin-database-health-node';
import { readingOf, valueOf } from 'backstage-plugin-database-health-node';
import type { ScheduleLocalTask } from './localTask';
import type { DatabaseHealthConfig } from './config';
import type { Engines } from './engines';
import type { Picture } from './picture/picture';
import type { WatchedDatabase } from './picture/types';
import { coverageOf } from './facts/derived/servers';
import { databaseNameOf } from './facts/derived/sessions';
import { ownPluginId } from './ownPluginId';
import { ChangedServers } from './pulse/changedServers';
import { Pulse } from './pulse/pulse';
import { isDue } from './pulse/rhythm';
import { ServerPulse } from './pulse/serverPulse';
import type { MisleadingKey } from './pure/misleadingKeys';
import { FailureLog } from './reading/failureLog';
import type { Shared } from './shared';
import { RemoteReadings } from './replicas';
import { Survey } from './survey/survey';
import { isUnsettled } from './survey/unsettled';

/** How often it is looked whether a plugin database is due for a survey. */
const surveyTickMs = 5_000;

/** Where no other replica lives, it is looked this often whether there is one. */
const aloneTakeMs = 30_000;

/** All looks of one beat together; each has a deadline of 5 s. */
const pulseDeadlineMs = 20_000;

/** All databases together; each has a deadline of its own. */
const surveyDeadlineMs = 10 * 60_000;

export interface WatchOptions {
  readonly config: DatabaseHealthConfig;
  readonly observations: DatabaseObservations;
  readonly scheduler: SchedulerService;
  readonly schedule: ScheduleLocalTask;
  readonly logger: LoggerService;
  readonly picture: Picture;
  readonly catalogue: FactCatalogue;
  readonly engines: Engines;
  readonly shared: Shared;
  readonly misleadingKeys: readonly MisleadingKey[];
}

/** What keeps the picture fresh. */
export interface Watch {
  readonly survey: Survey;
  /** Looks at everything now. */
  refresh(): Promise<number>;
}

/**
 * Connects pulse, survey and what other replicas found with the picture, and
 * starts them as local tasks: they need no database of ours to run.
 */
export async function watch(options: WatchOptions): Promise<Watch> {
  const {
    catalogue,
    config,
    engines,
    observations,
    scheduler,
    schedule,
    picture,
    shared,
  } = options;
  const failureLog = new FailureLog(options.logger);
  const startedAt = Date.now();
  const now = () => Date.now();
  const adapterFor = ({ configured }: Observation) =>
    engines[configured.engine];
  const reachabilityOf = (database: WatchedDatabase) =>
    valueOf(picture.snapshotOf(database).readings.reachability);
  const isOpened = (pluginId: string) =>
    observations.get(pluginId)?.requestedAt !== undefined;
  const note = (database: WatchedDatabase, readings: Readings) => {
    if (
      database.pluginId === ownPluginId &&
      valueOf(readings.reachability)?.answered === true &&
      reachabilityOf(database)?.answered === false
    ) {
      shared.ownDatabaseIsBack();
    }
    picture.note(database, {
      ...readings,
      environment: readingOf(
        {
          production: process.env.NODE_ENV === 'production',
          uptimeSeconds: (now() - startedAt) / 1000,
          migrationsSkipped: database.migrationsSkipped,
          misleadingKeys: options.misleadingKeys.filter(key =>
            concerns(key, database.pluginId, isOpened),
          ),
        },
        now(),
      ),
    });
  };
  const databasesOf = (serverId: string) => [
    ...new Set(
      picture
        .snapshots()
        .filter(each => each.serverId === serverId)
        .map(databaseNameOf),
    ),
  ];
  const serverIdOf = (observation: Observation) =>
    picture.snapshotOf(observation).serverId;
  const coveredBy = (database: WatchedDatabase) =>
    coverageOf(picture.snapshotOf(database));
  const survey = new Survey({
    observations,
    catalogue,
    intervalMs: config.surveyIntervalMs,
    databasesOf: observation => databasesOf(serverIdOf(observation)),
    coveredBy,
    lastReadAt: (observation, fact) =>
      latest(
        picture
          .snapshots()
          .filter(each => coverageOf(each) === coveredBy(observation))
          .flatMap(({ known }) => known[fact]?.at ?? []),
      ),
    failureLog,
    retryAfterMs: config.pulseIntervalMs,
    adapterFor,
    claim: observation => shared.surveys.claim(observation),
    finish: async (observation, readings, at) => {
      await shared.surveys.finish(observation, readings, at);
      shared.surveyEnded(observation);
    },
    giveUp: observation => shared.surveys.giveUp(observation),
    complete: (observation, readings) =>
      shared.complete(observation, readings, { takenOver: false }),
    // Of our own migrations it is known when they ran.
    isUnsettled: observation =>
      observation.pluginId !== ownPluginId &&
      isUnsettled(picture.snapshotOf(observation).readings, now()),
    answeringSince: observation => reachabilityOf(observation)?.answeringSince,
    note,
    now,
  });
  const pulse = new Pulse({
    observations,
    intervalMs: config.pulseIntervalMs,
    failureLog,
    failureThreshold: config.readiness.failureThreshold,
    pingOf: observation => adapterFor(observation).ping,
    serverIdOf,
    isReadOnly: observation =>
      valueOf(picture.snapshotOf(observation).known.connections)?.readOnly !==
      undefined,
    isNeeded: ({ pluginId }) => config.readiness.plugins.includes(pluginId),
    isBusy: observation => survey.isRunning(observation),
    note,
    now,
  });
  const changedServers = new ChangedServers({
    observations,
    knownOf: observation => picture.snapshotOf(observation).known,
    want: (databaseId, at) => survey.want(databaseId, at),
    now,
  });
  const serverPulse = new ServerPulse({
    observations,
    catalogue,
    intervalMs: config.pulseIntervalMs,
    failureLog,
    adapterFor,
    serverIdOf,
    databasesOf,
    isAnswering: observation => reachabilityOf(observation)?.answered === true,
    isBusy: observation => survey.isRunning(observation),
    isSame: changedServers.isSame,
    note: (serverId, readings) => picture.noteServer(serverId, readings),
    now,
  });
  const remoteReadings = new RemoteReadings({
    ...shared,
    complete: (database, readings) =>
      shared.complete(database, readings, { takenOver: true }),
    picture,
    catalogue,
    note,
    noteTaken: (observation, at) => survey.noteSurveyed(observation, at),
    want: (databaseId, at) => survey.want(databaseId, at),
    now,
  });
  await schedule({
    id: 'pulse',
    everyMs: pulse.tickMs,
    deadlineMs: pulseDeadlineMs,
    // One after the other: each holds one connection of a pool at a time.
    work: async () => {
      await pulse.beat();
      await serverPulse.beat();
    },
  });
  let remoteTakenAt: number | undefined;
  await schedule({
    id: 'survey',
    initialDelayMs: 1_000,
    everyMs: surveyTickMs,
    deadlineMs: surveyDeadlineMs,
    work: async signal => {
      const isRemoteDue = isDue(remoteTakenAt, now(), {
        everyMs: aloneTakeMs,
        tickMs: surveyTickMs,
      });
      if (isRemoteDue || !shared.peers.isAlone) {
        remoteTakenAt = now();
        await remoteReadings.take();
      }
      if ((await survey.run(signal)) > 0) {
        await shared.roundEnded();
      }
    },
  });
  return {
    survey,
    async refresh() {
      const requestedAt = survey.request();
      await shared.surveys.request();
      // A survey that is running now takes the rest of the request with it.
      await scheduler.triggerTask('survey').catch(() => undefined);
      return requestedAt;
    },
  };
}

function latest(times: readonly number[]): number | undefined {
  return times.length > 0 ? Math.max(...times) : undefined;
}
