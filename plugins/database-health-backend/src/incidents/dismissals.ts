import type { Finding } from 'backstage-plugin-database-health-common';
import type { DismissalRecord, Dismissals } from '../store';

/**
 * The findings that somebody has set aside, as last read from the store: every
 * replica judges by them, and goes on while the store is down.
 */
export class DismissedFindings {
  readonly #dismissals: Dismissals;
  readonly #onChange: () => void;
  readonly #now: () => number;
  #known: ReadonlyMap<string, DismissalRecord> = new Map();

  constructor(options: {
    dismissals: Dismissals;
    /** Called when one was dismissed or restored here. */
    onChange(): void;
    now(): number;
  }) {
    this.#dismissals = options.dismissals;
    this.#onChange = options.onChange;
    this.#now = options.now;
  }

  of(findingKey: string): Finding['dismissed'] {
    const known = this.#known.get(findingKey);
    if (!known || (known.until !== undefined && known.until <= this.#now())) {
      return undefined;
    }
    const { by, reason, until } = known;
    return {
      by,
      reason,
      ...(until !== undefined && { until: new Date(until).toISOString() }),
    };
  }

  /** Takes over what was dismissed or restored elsewhere. Never rejects. */
  async refresh(): Promise<void> {
    const before = this.#known;
    const all = await this.#dismissals.list();
    // What was changed here meanwhile may not be among them; the next look has it.
    if (all && this.#known === before) {
      this.#known = new Map(all.map(each => [each.findingKey, each]));
    }
  }

  /** `undefined` where the store did not take it. */
  async dismiss(
    dismissal: DismissalRecord,
  ): Promise<'dismissed' | 'full' | undefined> {
    const outcome = await this.#dismissals.dismiss(dismissal);
    if (outcome === 'dismissed') {
      this.#known = new Map(this.#known).set(dismissal.findingKey, dismissal);
      this.#onChange();
    }
    return outcome;
  }

  /** `undefined` where the store did not do it. */
  async restore(findingKey: string): Promise<true | undefined> {
    const done = await this.#dismissals.restore(findingKey);
    if (done) {
      const known = new Map(this.#known);
      known.delete(findingKey);
      this.#known = known;
      this.#onChange();
    }
    return done;
  }
}
