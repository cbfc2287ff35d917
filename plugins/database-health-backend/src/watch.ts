import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type {
  DatabaseObservations,
  FactName,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';
import { lockState } from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from './config';
import { adapterFor } from './inspectors';
import { Picture, Snapshot } from './picture/picture';
import { Pulse } from './pulse/pulse';
import { Survey } from './survey/survey';

/** How often it is looked whether a plugin database is due for a survey. */
const surveyTickMs = 5_000;

/** All databases together; each has a deadline of its own. */
const surveyDeadlineMs = 10 * 60_000;

export interface WatchOptions {
  readonly config: DatabaseHealthConfig;
  readonly observations: DatabaseObservations;
  readonly scheduler: SchedulerService;
  readonly logger: LoggerService;
  /** Adds to what a survey read what only others know. Never rejects. */
  complete(observation: Observation, readings: Readings): Promise<Readings>;
  /** Called when a survey has read something new. */
  surveyed(): Promise<void>;
}

/** The picture and what keeps it fresh. */
export interface Watch {
  readonly picture: Picture;
  readonly survey: Survey;
  /** Looks at everything now. */
  refresh(): Promise<number>;
}

/**
 * Connects pulse and survey with the picture and starts both as local tasks:
 * they need no database of ours to run.
 */
export async function watch(options: WatchOptions): Promise<Watch> {
  const { config, observations, scheduler, logger } = options;
  const startedAt = Date.now();
  const now = () => Date.now();
  const supported = (observation: Observation) => {
    const adapter = adapterFor(observation.configured.engine);
    return 'unsupported' in adapter ? undefined : adapter;
  };
  const picture = new Picture({
    observations,
    config,
    logger,
    readableFacts: observation =>
      new Set(
        Object.keys(supported(observation)?.inspector ?? {}) as FactName[],
      ),
    now,
  });
  const note = (observation: Observation, readings: Readings) =>
    picture.note(observation, {
      ...readings,
      environment: {
        status: 'read',
        value: {
          production: process.env.NODE_ENV === 'production',
          uptimeSeconds: (now() - startedAt) / 1000,
          migrationsSkipped: observation.migrationsSkipped,
        },
        at: now(),
      },
    });
  const survey = new Survey({
    observations,
    intervalMs: config.surveyIntervalMs,
    adapterFor: supported,
    complete: options.complete,
    isUnsettled: observation => hasTakenLock(picture.snapshotOf(observation)),
    answeringSince: observation => {
      const { reachability } = picture.snapshotOf(observation).readings;
      return reachability?.status === 'read'
        ? reachability.value.answeringSince
        : undefined;
    },
    note,
    now,
  });
  const pulse = new Pulse({
    observations,
    intervalMs: config.pulseIntervalMs,
    failureThreshold: config.readiness.failureThreshold,
    pingOf: observation => supported(observation)?.ping,
    isBusy: observation => survey.isRunning(observation),
    note,
    now,
  });
  await scheduler.scheduleTask({
    id: 'pulse',
    scope: 'local',
    frequency: { milliseconds: pulse.tickMs },
    timeout: { seconds: 30 },
    fn: () => pulse.beat(),
  });
  await scheduler.scheduleTask({
    id: 'survey',
    scope: 'local',
    initialDelay: { seconds: 1 },
    frequency: { milliseconds: surveyTickMs },
    timeout: { milliseconds: surveyDeadlineMs },
    fn: async signal => {
      if ((await survey.run(signal)) > 0) {
        await options.surveyed();
      }
    },
  });
  return {
    picture,
    survey,
    async refresh() {
      const requestedAt = survey.request();
      // A survey that is running now takes the rest of the request with it.
      await scheduler.triggerTask('survey').catch(() => undefined);
      return requestedAt;
    },
  };
}

/** A lock that is taken now may be free, or stale, in a moment. */
function hasTakenLock({ readings: { ledgers } }: Snapshot): boolean {
  return (
    ledgers?.status === 'read' &&
    ledgers.value.some(ledger =>
      ['held', 'running'].includes(lockState(ledger)),
    )
  );
}
