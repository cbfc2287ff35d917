import type { Readings } from 'backstage-plugin-database-health-node';
import type { ScheduleLocalTask } from '../localTask';
import { minuteMs } from '../timeSpans';
import type { Picture } from '../picture/picture';
import type {
  Deliveries,
  Dismissals,
  Incidents,
  Retention,
  Samples,
  Transitions,
  Upkeep,
} from '../store';
import { DismissedFindings, StatusChanges } from '../incidents';
import { hourMs } from '../timeSpans';
import { Recorder } from './recorder';

/** How often what the store did not take is tried again. */
const retryIntervalMs = 60_000;

/** How often the history is thinned out, by one of all replicas. */
const thinningIntervalMs = hourMs;

/** Transactions of one thinning; the next one goes on. */
const mostBatches = 1_000;

export interface HistoryOptions {
  readonly samples: Samples;
  readonly transitions: Transitions;
  readonly incidents: Pick<Incidents, 'forget'>;
  readonly deliveries: Pick<Deliveries, 'forget'>;
  readonly dismissals: Dismissals;
  readonly upkeep: Upkeep;
  readonly picture: Picture;
  readonly schedule: ScheduleLocalTask;
  readonly retention: Retention;
  /** Largest tables of each plugin database of which samples are kept. */
  readonly tablesPerSample: number;
  now(): number;
}

/** What a survey has to do with history. */
export interface History {
  /** Takes the newest readings of a plugin database that was surveyed here. */
  note(databaseId: string, readings: Readings): void;
  readonly dismissed: DismissedFindings;
}

/** Begins to keep what surveys and checks say, and to thin it out. */
export async function keepHistory(options: HistoryOptions): Promise<History> {
  const { samples, picture, now } = options;
  const recorder = new Recorder({
    samples,
    mostTables: options.tablesPerSample,
    now,
  });
  const changes = new StatusChanges(options);
  picture.onJudged({
    database: snapshot => changes.databaseJudged(snapshot),
    server: server => changes.serverJudged(server),
  });
  const dismissed = new DismissedFindings({
    dismissals: options.dismissals,
    onChange: () => picture.judgeAgain(),
    now,
  });
  // Before anything is judged, or each start would record what is dismissed.
  await dismissed.refresh();
  picture.useDismissals(key => dismissed.of(key));
  await options.schedule({
    id: 'history',
    initialDelayMs: retryIntervalMs,
    everyMs: retryIntervalMs,
    deadlineMs: 10 * minuteMs,
    work: async () => {
      await dismissed.refresh();
      await recorder.flush();
      await changes.flush();
      if (await options.upkeep.take('thin history', thinningIntervalMs)) {
        await samples.thin(options.retention, mostBatches);
        await forgetOld(options.transitions);
        await forgetOld(options.incidents);
        await forgetOld(options.deliveries);
      }
    },
  });
  return {
    dismissed,
    note: (databaseId, readings) => recorder.note(databaseId, readings),
  };
}

async function forgetOld(kept: { forget(): Promise<boolean> }): Promise<void> {
  for (let i = 0; i < mostBatches; i++) {
    if (await kept.forget()) {
      return;
    }
  }
}
