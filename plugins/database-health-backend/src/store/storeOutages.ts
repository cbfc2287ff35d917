import { pauseAfterMs } from '../pauses';

/**
 * What is urgent does not wait for pauses that are shorter: heartbeats are as far
 * apart, and others take a replica for dead that left out two.
 */
const urgentPauseMs = 15_000;

/**
 * What has not failed again for this long is over: nobody has tried since, so
 * nothing is missed.
 */
const overAfterMs = 15 * 60_000;

/** What fails where the database cannot be reached, and where it takes no writes. */
const wholeStore = 'everything';
const allWrites = 'everything written';

/** How much of the store failed with one use of it. */
export type Extent = 'part' | 'writes' | 'everything';

/** What of the store works or fails together. */
export type StorePartName =
  | 'aliases'
  | 'checksums'
  | 'deliveries'
  | 'digests'
  | 'dismissals'
  | 'failures'
  | 'incidents'
  | 'replicas'
  | 'sampledNames'
  | 'samples'
  | 'silences'
  | 'surveys'
  | 'transitions'
  | 'upkeep'
  | 'versions';

/** Whether the store is read or written, and what of it. */
export interface Use {
  readonly part: StorePartName;
  readonly writes: boolean;
}

interface Trouble {
  readonly since: number;
  lastAt: number;
  failures: number;
  pauseMs: number;
}

/**
 * What of the store fails now. A database that refuses to write may be read,
 * and a table that is missing leaves the others: what succeeds says nothing of
 * what it did not try. Holds one entry per part that fails.
 */
export class StoreOutages {
  readonly #troubles = new Map<string, Trouble>();

  /** Whether to leave it alone for now. */
  rests(use: Use, { urgent = false } = {}): boolean {
    const now = Date.now();
    return keysOf(use)
      .flatMap(key => this.#troubles.get(key) ?? [])
      .some(
        ({ lastAt, pauseMs }) =>
          lastAt <= now &&
          now - lastAt < pauseMs &&
          !(urgent && pauseMs < urgentPauseMs),
      );
  }

  /** What was begun before the last failure came is of the same. */
  failed(
    use: Use,
    { startedAt, extent }: { startedAt: number; extent: Extent },
  ): void {
    const key = {
      part: keyOf(use),
      writes: allWrites,
      everything: wholeStore,
    }[extent];
    const now = Date.now();
    this.#forgetOver(now);
    const before = this.#troubles.get(key);
    const isOfSame =
      before &&
      before.failures > 0 &&
      before.lastAt <= now &&
      startedAt <= before.lastAt;
    if (isOfSame) {
      return;
    }
    const failures = (before?.failures ?? 0) + 1;
    this.#troubles.set(key, {
      since: before?.since ?? now,
      lastAt: now,
      failures,
      pauseMs: pauseAfterMs(failures),
    });
  }

  /** The database answers again: whatever failed may be tried at once. */
  mayBeOver(): void {
    for (const trouble of this.#troubles.values()) {
      trouble.failures = 0;
      trouble.pauseMs = 0;
    }
  }

  /**
   * So many wait for an answer that nothing more is tried. Says whether it is known that
   * the database cannot be reached.
   */
  goesOn(): boolean {
    const trouble = this.#troubles.get(wholeStore);
    if (trouble) {
      trouble.lastAt = Date.now();
    }
    return trouble !== undefined;
  }

  succeeded(use: Use): void {
    for (const key of keysOf(use)) {
      this.#troubles.delete(key);
    }
    this.#forgetOver(Date.now());
  }

  /** The start of the oldest, of these parts or of any; epoch milliseconds. */
  since(parts?: readonly StorePartName[]): number | undefined {
    const keys = parts
      ? [
          wholeStore,
          allWrites,
          ...parts.flatMap(part => keysOf({ part, writes: true })),
        ]
      : [...this.#troubles.keys()];
    const starts = keys
      .map(key => this.#troubles.get(key))
      .filter(trouble => trouble !== undefined)
      .filter(({ lastAt }) => Date.now() - lastAt < overAfterMs)
      .map(({ since }) => since);
    return starts.length > 0 ? Math.min(...starts) : undefined;
  }

  #forgetOver(now: number): void {
    for (const [key, { lastAt }] of this.#troubles) {
      if (now - lastAt >= overAfterMs) {
        this.#troubles.delete(key);
      }
    }
  }
}

function keyOf({ part, writes }: Use): string {
  return `${part} ${writes ? 'written' : 'read'}`;
}

/** Writing needs all that reading does. */
function keysOf(use: Use): string[] {
  return [
    wholeStore,
    keyOf({ ...use, writes: false }),
    ...(use.writes ? [allWrites, keyOf(use)] : []),
  ];
}
