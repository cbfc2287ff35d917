import type { LoggerService } from '@backstage/backend-plugin-api';
import { deadline } from '../deadline';
import { oneAtATime } from '../oneAtATime';
import { within } from '../within';
import { pauseAfterMs } from './backoff';

/** A sink that needs longer is taken to be away (ours). */
const sendDeadlineMs = 10_000;

/** Long enough to send and to note it, also where the store is slow. */
export const leaseMs = 2 * sendDeadlineMs;

/** Something to send, wherever it waits. */
export interface Parcel {
  readonly id: string;
  /** With the one that is to come. */
  readonly attempts: number;
  /** After as many it is given up. */
  readonly mostAttempts: number;
  send(signal: AbortSignal): Promise<void>;
  /** It was sent, or is given up. */
  done(): Promise<void> | void;
  /** It was not taken. */
  putOff(forMs: number): Promise<void> | void;
}

/** Where parcels for one sink come from. */
export interface ParcelSource {
  /** One that is due, and that nobody else sends meanwhile. */
  next(): Promise<Parcel | undefined>;
}

export interface CourierOptions {
  readonly sinkId: string;
  readonly parcels: ParcelSource;
  readonly logger: LoggerService;
}

/**
 * Tells one sink, one thing after the other. What it is slow with holds up no other
 * sink.
 */
export class Courier {
  readonly #options: CourierOptions;
  readonly #stopping = new AbortController();
  #isFailing = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  get sinkId(): string {
    return this.#options.sinkId;
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
      const parcel = await this.#options.parcels.next();
      if (!parcel) {
        return;
      }
      await this.#send(parcel);
    }
  });

  async #send(parcel: Parcel): Promise<void> {
    const signal = AbortSignal.any([
      this.#stopping.signal,
      deadline(sendDeadlineMs),
    ]);
    try {
      await within(signal, (async () => parcel.send(signal))());
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        await parcel.putOff(0);
        return;
      }
      this.#failed(error as Error, parcel);
      if (parcel.attempts >= parcel.mostAttempts) {
        await parcel.done();
        return;
      }
      const pauseMs = pauseAfterMs(parcel.attempts);
      await parcel.putOff(pauseMs);
      setTimeout(() => this.wake(), pauseMs).unref();
      return;
    }
    this.#succeeded();
    await parcel.done();
  }

  #failed(error: Error, { id, mostAttempts }: Parcel): void {
    if (!this.#isFailing) {
      this.#isFailing = true;
      const most = Number.isFinite(mostAttempts)
        ? `, ${mostAttempts} times at most`
        : '';
      this.#options.logger.warn(
        `'${this.sinkId}' was not told of an incident (${id}) and is tried again${most}: ${error.message}`,
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
