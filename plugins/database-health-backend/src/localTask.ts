import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { performance } from 'node:perf_hooks';
import { within } from './within';

/** What this process does again and again, by itself. */
export interface LocalTask {
  readonly id: string;
  readonly everyMs: number;
  readonly initialDelayMs?: number;
  /** A run that has not ended by then is left behind. */
  readonly deadlineMs: number;
  work(signal: AbortSignal): Promise<void>;
}

export type ScheduleLocalTask = (task: LocalTask) => Promise<void>;

/**
 * Has Backstage's scheduler run tasks, without any database. The scheduler waits for
 * the end of a run, however long that takes, and says nothing of one that fails: one
 * that were stuck would be the last. So it is left behind, and what fails in the same
 * way again and again is logged once.
 */
export function localTasks(services: {
  scheduler: SchedulerService;
  logger: LoggerService;
}): ScheduleLocalTask {
  return async ({ id, everyMs, initialDelayMs, deadlineMs, work }) => {
    let lastFailure: string | undefined;
    const failed = (failure: string) => {
      if (failure !== lastFailure) {
        lastFailure = failure;
        services.logger.warn(
          `The task '${id}' of database-health failed, and goes on: ${failure}`,
        );
      }
    };
    await services.scheduler.scheduleTask({
      id,
      scope: 'local',
      frequency: { milliseconds: everyMs },
      ...(initialDelayMs !== undefined && {
        initialDelay: { milliseconds: initialDelayMs },
      }),
      timeout: { milliseconds: deadlineMs },
      fn: async signal => {
        const startMs = performance.now();
        try {
          await within(signal, work(signal));
          lastFailure = undefined;
        } catch (error) {
          // Timers may strike a little early.
          const isStuck = performance.now() - startMs >= 0.9 * deadlineMs;
          // Else the scheduler is shutting down.
          if (isStuck || !signal.aborted) {
            failed(
              isStuck
                ? `a run has not ended after ${deadlineMs / 1000} s.`
                : String(error),
            );
          }
        }
      },
    });
  };
}
