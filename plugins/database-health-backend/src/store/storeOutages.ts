/** After a failure what failed is left alone for this long. */
const pauseMs = 30_000;

/**
 * What has not failed again for this long is over: nobody has tried since, so
 * nothing is missed.
 */
const overAfterMs = 15 * 60_000;

/** What fails where the database cannot be reached. */
const wholeStore = 'everything';

/** What of the store works or fails together. */
export type StorePartName =
  | 'checksums'
  | 'dismissals'
  | 'failures'
  | 'replicas'
  | 'samples'
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
}

/**
 * What of the store fails now. A database that refuses to write may be read,
 * and a table that is missing leaves the others: what succeeds says nothing of
 * what it did not try. Holds one entry per part that fails.
 */
export class StoreOutages {
  readonly #troubles = new Map<string, Trouble>();

  /** Whether to leave it alone for now. */
  rests(use: Use): boolean {
    const now = Date.now();
    return keysOf(use)
      .map(key => this.#troubles.get(key))
      .some(
        trouble =>
          trouble && trouble.lastAt <= now && now - trouble.lastAt < pauseMs,
      );
  }

  /** `everything` where the database cannot be reached at all. */
  failed(use: Use, everything: boolean): void {
    const key = everything ? wholeStore : keyOf(use);
    const now = Date.now();
    this.#forgetOver(now);
    const { since } = this.#troubles.get(key) ?? { since: now };
    this.#troubles.set(key, { since, lastAt: now });
  }

  /** So many wait for an answer that nothing more is tried. */
  goesOn(): void {
    const trouble = this.#troubles.get(wholeStore);
    if (trouble) {
      trouble.lastAt = Date.now();
    }
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
      ? [wholeStore, ...parts.flatMap(part => keysOf({ part, writes: true }))]
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
    ...(use.writes ? [keyOf(use)] : []),
  ];
}
