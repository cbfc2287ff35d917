import type { IncidentMessage } from 'backstage-plugin-database-health-common';

/** Messages that wait, and that are known to have been sent; the oldest are given up (ours). */
const mostWaiting = 500;
const mostSent = 2_000;

/** One that waits for its next attempt. */
export interface UntoldMessage {
  readonly message: IncidentMessage;
  attempts: number;
  /** Epoch milliseconds. */
  dueAt: number;
}

/**
 * What one sink is to be told while the store is down: in memory, in the order in which
 * it happened. What this replica has sent, it sends no second time.
 */
export class UntoldMessages {
  readonly #now: () => number;
  readonly #sent = new Set<string>();
  #waiting: UntoldMessage[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes what it has not had. */
  add(message: IncidentMessage): void {
    const isKnown =
      this.#sent.has(message.id) ||
      this.#waiting.some(each => each.message.id === message.id);
    if (!isKnown) {
      this.#waiting.push({ message, attempts: 0, dueAt: this.#now() });
      this.#waiting.splice(0, this.#waiting.length - mostWaiting);
    }
  }

  /** The first that is due, with this attempt; none of an incident before an earlier one. */
  next(): UntoldMessage | undefined {
    const now = this.#now();
    const next = this.#waiting.find(
      ({ message, dueAt }, index) =>
        dueAt <= now &&
        !this.#waiting
          .slice(0, index)
          .some(
            ({ message: { incident } }) => incident.id === message.incident.id,
          ),
    );
    if (next) {
      next.attempts += 1;
    }
    return next;
  }

  /** Where nothing was sent, that counts as no attempt. */
  putOff(
    untold: UntoldMessage,
    forMs: number,
    { sent }: { sent: boolean },
  ): void {
    untold.attempts -= sent ? 0 : 1;
    untold.dueAt = this.#now() + forMs;
  }

  /** It was sent, or is given up. */
  done({ message }: UntoldMessage): void {
    this.#waiting = this.#waiting.filter(each => each.message !== message);
  }

  noteSent(id: string): void {
    this.#sent.add(id);
    for (const oldest of this.#sent) {
      if (this.#sent.size <= mostSent) {
        break;
      }
      this.#sent.delete(oldest);
    }
  }

  wasSent(id: string): boolean {
    return this.#sent.has(id);
  }
}
