import type {
  IncidentMessage,
  IncidentWebhook,
} from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import type { IncidentNews, PlannedSilences } from '../incidents';
import type { Digests, DueDigest } from '../store';
import { messageId } from '../pure/messageIds';
import { leaseMs, type Parcel, type ParcelSource } from './courier';

/** What happened since the last one. */
export type Digest = Extract<
  IncidentWebhook,
  { type: 'database-health.digest' }
>['data'];

/** Told once a day in place of each time. */
export type DailySink = IncidentSink &
  Required<Pick<IncidentSink, 'sendDigest'>>;

export function isDaily(sink: IncidentSink): sink is DailySink {
  return sink.sendDigest !== undefined;
}

export interface DigestParcelsOptions {
  readonly sink: DailySink;
  readonly digests: Pick<Digests, 'claim' | 'done' | 'putOff'>;
  messageOf(news: IncidentNews): IncidentMessage;
  readonly silences: Pick<PlannedSilences, 'refresh' | 'until' | 'covers'>;
  readonly pageUrl: string;
  /** When a digest was last due by then, epoch milliseconds. */
  lastTime(now: number): number;
  now(): number;
}

/** What one sink is told once a day, and not at all where there is nothing. */
export class DigestParcels implements ParcelSource {
  readonly #options: DigestParcelsOptions;
  #toldUntil: number | undefined;

  constructor(options: DigestParcelsOptions) {
    this.#options = options;
  }

  async next(): Promise<Parcel | undefined> {
    const { sink, digests, silences, lastTime, now } = this.#options;
    // Until then nothing is asked of the store.
    if (this.#toldUntil !== undefined && this.#toldUntil >= lastTime(now())) {
      return undefined;
    }
    const due = await digests.claim(sink.id, { leaseMs, lastTime });
    if (due === undefined) {
      return undefined;
    }
    if (!('incidents' in due)) {
      this.#toldUntil = due.toldUntil;
      return undefined;
    }
    await silences.refresh();
    const digest = this.#digestOf(due);
    const done = async () => {
      await digests.done(due);
    };
    if (digest.messages.length === 0) {
      await done();
      return undefined;
    }
    return {
      id: digest.id,
      attempts: due.attempts,
      // What is not taken is in the next one.
      mostAttempts: Infinity,
      send: signal => sink.sendDigest(digest, signal),
      done,
      putOff: forMs => digests.putOff(due, forMs),
    };
  }

  #digestOf(due: DueDigest): Digest {
    const { messageOf, silences, pageUrl } = this.#options;
    const { sink, incidents, truncated } = due;
    const dueAt = new Date(due.dueAt).toISOString();
    return {
      id: `digest:${sink}:${dueAt}`,
      at: dueAt,
      since: new Date(due.since).toISOString(),
      messages: incidents
        .flatMap(incident => {
          const change = incident.changes.at(-1);
          return change ? [{ incident, change }] : [];
        })
        .map(({ incident, change }) =>
          messageOf({
            messageId: messageId(incident.id, {
              ...change,
              checkId: incident.checkId,
            }),
            incident,
            change,
          }),
        )
        .filter(
          message =>
            silences.until(message) === undefined && !silences.covers(message),
        ),
      truncated,
      url: pageUrl,
    };
  }
}
