import type { LoggerService } from '@backstage/backend-plugin-api';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import { deadline } from '../deadline';
import type { PlannedSilences } from '../incidents';
import { oneAtATime } from '../oneAtATime';
import type { Deliveries, Delivery } from '../store';
import { within } from '../within';
import { mostAttempts, pauseAfterMs } from './backoff';
import { UntoldMessages } from './untoldMessages';

/** A sink that needs longer is taken to be away (ours). */
const sendDeadlineMs = 10_000;

/** Long enough to send and to note it, also where the store is slow. */
const leaseMs = 2 * sendDeadlineMs;

/** How often it is looked whether a silence has been ended before its time (ours). */
const longestSilentMs = 30_000;

export interface CourierOptions {
  readonly sink: IncidentSink;
  readonly deliveries: Pick<Deliveries, 'claim' | 'done' | 'putOff'>;
  readonly logger: LoggerService;
  messageOf(delivery: Delivery): IncidentMessage;
  readonly silences: Pick<PlannedSilences, 'refresh' | 'until' | 'covers'>;
  now(): number;
}

/** Something to send, wherever it waits. */
interface Parcel {
  readonly message: IncidentMessage;
  readonly attempts: number;
  done(): Promise<void> | void;
  putOff(forMs: number, options: { sent: boolean }): Promise<void> | void;
}

/**
 * Tells one sink, one message after the other: what waits in the store, and what happens
 * while the store is down. What it is slow with holds up no other sink.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #untold: UntoldMessages;
  readonly #stopping = new AbortController();
  #isFailing = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#untold = new UntoldMessages(options.now);
  }

  get sinkId(): string {
    return this.#options.sink.id;
  }

  /** Tells it now of what the store has not heard. */
  tellAlone(messages: readonly IncidentMessage[]): void {
    messages.forEach(message => this.#untold.add(message));
    this.wake();
  }

  /** Sends all that is due. Nobody waits for it. */
  wake(): void {
    if (!this.#stopping.signal.aborted) {
      this.#running = this.#sendAll().catch(error =>
        this.#options.logger.warn(
          `'${this.sinkId}' was not told of an incident`,
          error,
        ),
      );
    }
  }

  /** Begins nothing any more; resolves when what was begun has ended. Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  readonly #sendAll = oneAtATime(async () => {
    while (!this.#stopping.signal.aborted) {
      const parcel = this.#nextUntold() ?? (await this.#nextInStore());
      if (!parcel) {
        return;
      }
      await this.#send(parcel);
    }
  });

  #nextUntold(): Parcel | undefined {
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

  async #nextInStore(): Promise<Parcel | undefined> {
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

  async #send(parcel: Parcel): Promise<void> {
    const { sink } = this.#options;
    const { message, attempts } = parcel;
    if (this.#untold.wasSent(message.id)) {
      await parcel.done();
      return;
    }
    if (await this.#isSilent(parcel)) {
      return;
    }
    const signal = AbortSignal.any([
      this.#stopping.signal,
      deadline(sendDeadlineMs),
    ]);
    try {
      await within(signal, (async () => sink.send(message, signal))());
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        await parcel.putOff(0, { sent: true });
        return;
      }
      this.#failed(error as Error, message);
      if (attempts >= mostAttempts) {
        await parcel.done();
        return;
      }
      const pauseMs = pauseAfterMs(attempts);
      await parcel.putOff(pauseMs, { sent: true });
      setTimeout(() => this.wake(), pauseMs).unref();
      return;
    }
    this.#succeeded();
    this.#untold.noteSent(message.id);
    await parcel.done();
  }

  /** Puts off what nobody is to be told of now; drops what was over before anybody is. */
  async #isSilent(parcel: Parcel): Promise<boolean> {
    const { silences, now } = this.#options;
    await silences.refresh();
    const until = silences.until(parcel.message);
    if (until !== undefined) {
      // It may be ended before.
      await parcel.putOff(Math.min(until - now(), longestSilentMs), {
        sent: false,
      });
      return true;
    }
    const isCovered = silences.covers(parcel.message);
    if (isCovered) {
      await parcel.done();
    }
    return isCovered;
  }

  #failed(error: Error, { id }: IncidentMessage): void {
    if (!this.#isFailing) {
      this.#isFailing = true;
      this.#options.logger.warn(
        `'${this.sinkId}' was not told of an incident (${id}) and is tried again, ${mostAttempts} times at most: ${error.message}`,
      );
    }
  }

  #succeeded(): void {
    if (this.#isFailing) {
      this.#isFailing = false;
      this.#options.logger.info(`'${this.sinkId}' is told of incidents again`);
    }
  }
}
