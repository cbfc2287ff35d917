import type { LoggerService } from '@backstage/backend-plugin-api';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import type { IncidentNews, PlannedSilences } from '../incidents';
import type { ScheduleLocalTask } from '../localTask';
import { oneAtATime } from '../oneAtATime';
import type { Deliveries, Digests } from '../store';
import { minuteMs } from '../timeSpans';
import { within } from '../within';
import { Courier } from './courier';
import { DigestParcels, isDaily } from './digestParcels';
import { lastTime, type TimeOfDay } from './digestTimes';
import { IncidentParcels } from './incidentParcels';
import { type Surroundings, toMessage } from './message';

/** How often it is looked whether anything is due that another replica left, at most (ours). */
const slowestLookMs = 30_000;

/** How often a replica asks for silences that others have set (ours). */
const refreshEveryMs = 30_000;

/** The process that ends waits no longer for what is being sent. */
const stopWithinMs = 2_000;

export interface TellPeopleOptions extends Surroundings {
  /** Told also while the store is down, by each replica: they can tell what they had. */
  readonly webhooks: readonly IncidentSink[];
  readonly otherSinks: readonly IncidentSink[];
  readonly deliveries: Deliveries;
  readonly digests: Digests;
  readonly digestTime: TimeOfDay;
  readonly pulseIntervalMs: number;
  readonly silences: PlannedSilences;
  readonly schedule: ScheduleLocalTask;
  readonly logger: LoggerService;
  now(): number;
}

/** Who is told of incidents. */
export interface People {
  /** Something may have been recorded: whoever waits for it is told now. */
  recorded(): void;
  /** The store does not work: tells those of the news who can tell what they had. */
  tellAlone(news: readonly IncidentNews[]): void;
  /** Begins nothing any more, and waits a moment for what was begun. Never rejects. */
  stop(): Promise<void>;
}

/** Begins to tell sinks of incidents. Whatever they do, nothing else waits for them. */
export async function tellPeople(options: TellPeopleOptions): Promise<People> {
  const { webhooks, otherSinks, deliveries } = options;
  const messageOf = ({ messageId, ...news }: IncidentNews) =>
    toMessage(messageId, news, options);
  const atOnce = [...webhooks, ...otherSinks]
    .filter(sink => !isDaily(sink))
    .map(sink => {
      const parcels = new IncidentParcels({ ...options, sink, messageOf });
      const courier = new Courier({ ...options, sinkId: sink.id, parcels });
      return { sink, parcels, courier };
    });
  const daily = [...webhooks, ...otherSinks].filter(isDaily).map(
    sink =>
      new Courier({
        ...options,
        sinkId: sink.id,
        parcels: new DigestParcels({
          ...options,
          sink,
          messageOf,
          lastTime: now => lastTime(options.digestTime, now),
        }),
      }),
  );
  const couriers = [...atOnce.map(({ courier }) => courier), ...daily];
  const look = oneAtATime(async () => {
    const due = await deliveries.due();
    couriers
      .filter(({ sinkId }) => due.includes(sinkId))
      .forEach(courier => courier.wake());
    daily.forEach(courier => courier.wake());
  });
  const lookEveryMs = Math.min(2 * options.pulseIntervalMs, slowestLookMs);
  await options.schedule({
    id: 'incident-deliveries',
    initialDelayMs: lookEveryMs,
    everyMs: lookEveryMs,
    deadlineMs: minuteMs,
    work: look,
  });
  // Known also when the store is what is maintained.
  await options.schedule({
    id: 'silences',
    everyMs: refreshEveryMs,
    deadlineMs: minuteMs,
    work: () => options.silences.refresh(),
  });
  return {
    recorded: () => void look(),
    tellAlone(news) {
      if (news.length > 0) {
        const messages = news.map(messageOf);
        atOnce
          .filter(({ sink }) => webhooks.includes(sink))
          .forEach(({ parcels, courier }) => {
            parcels.add(messages);
            courier.wake();
          });
      }
    },
    async stop() {
      await within(
        AbortSignal.timeout(stopWithinMs),
        Promise.all(couriers.map(courier => courier.stop())),
      ).catch(() => {});
    },
  };
}
