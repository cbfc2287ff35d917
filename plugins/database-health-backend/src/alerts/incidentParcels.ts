import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import type { PlannedSilences } from '../incidents';
import type { Deliveries, Delivery } from '../store';
import { mostAttempts } from './backoff';
import { leaseMs, type Parcel, type ParcelSource } from './courier';
import { UntoldMessages } from './untoldMessages';

/** How often it is looked whether a silence has been ended before its time (ours). */
const longestSilentMs = 30_000;

export interface IncidentParcelsOptions {
  readonly sink: IncidentSink;
  readonly deliveries: Pick<Deliveries, 'claim' | 'done' | 'putOff'>;
  messageOf(delivery: Delivery): IncidentMessage;
  readonly silences: Pick<PlannedSilences, 'refresh' | 'until' | 'covers'>;
  now(): number;
}

/** A message that waits. Where nothing was sent, that counts as no attempt. */
interface Waiting {
  readonly message: IncidentMessage;
  readonly attempts: number;
  done(): Promise<void> | void;
  putOff(forMs: number, options: { sent: boolean }): Promise<void> | void;
}

/**
 * What one sink is told when it happens: what waits in the store, and what happens while
 * the store is down.
 */
export class IncidentParcels implements ParcelSource {
  readonly #options: IncidentParcelsOptions;
  readonly #untold: UntoldMessages;

  constructor(options: IncidentParcelsOptions) {
    this.#options = options;
    this.#untold = new UntoldMessages(options.now);
  }

  /** Takes what the store has not heard. */
  add(messages: readonly IncidentMessage[]): void {
    messages.forEach(message => this.#untold.add(message));
  }

  async next(): Promise<Parcel | undefined> {
    for (;;) {
      const waiting = this.#nextUntold() ?? (await this.#nextInStore());
      if (!waiting) {
        return undefined;
      }
      if (this.#untold.wasSent(waiting.message.id)) {
        await waiting.done();
      } else if (!(await this.#isSilent(waiting))) {
        return this.#toParcel(waiting);
      }
    }
  }

  #toParcel({ message, attempts, done, putOff }: Waiting): Parcel {
    const { sink } = this.#options;
    return {
      id: message.id,
      attempts,
      mostAttempts,
      send: async signal => {
        await sink.send(message, signal);
        this.#untold.noteSent(message.id);
      },
      done,
      putOff: forMs => putOff(forMs, { sent: true }),
    };
  }

  #nextUntold(): Waiting | undefined {
    const untold = this.#untold.next();
    return (
      untold && {
        message: untold.message,
        attempts: untold.attempts,
        done: () => this.#untold.done(untold),
        putOff: (forMs, { sent }) =>
          this.#untold.putOff(untold, forMs, { sent }),
      }
    );
  }

  async #nextInStore(): Promise<Waiting | undefined> {
    const { deliveries, messageOf, sink } = this.#options;
    const delivery = await deliveries.claim(sink.id, leaseMs);
    return (
      delivery && {
        message: messageOf(delivery),
        attempts: delivery.attempts,
        done: () => deliveries.done(delivery),
        putOff: (forMs, { sent }) =>
          deliveries.putOff(delivery, forMs, { sent }),
      }
    );
  }

  /** Puts off what nobody is to be told of now; drops what was over before anybody is. */
  async #isSilent(waiting: Waiting): Promise<boolean> {
    const { silences, now } = this.#options;
    await silences.refresh();
    const until = silences.until(waiting.message);
    if (until !== undefined) {
      // It may be ended before.
      await waiting.putOff(Math.min(until - now(), longestSilentMs), {
        sent: false,
      });
      return true;
    }
    const isCovered = silences.covers(waiting.message);
    if (isCovered) {
      await waiting.done();
    }
    return isCovered;
  }
}
