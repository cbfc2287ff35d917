import type {
  IncidentMessage,
  Incidents,
} from 'backstage-plugin-database-health-common';
import type { SilenceRecord, Silences } from '../store';

/** What of a message says whether anybody is told. */
type Told = Pick<IncidentMessage, 'incident' | 'pluginIds'>;

/**
 * When nobody is told of incidents: what is configured, and what was set, as last read
 * from the store. Each replica goes by it, also while the store is down.
 */
export class PlannedSilences {
  readonly #configured: readonly SilenceRecord[];
  readonly #silences: Silences;
  readonly #now: () => number;
  #set: readonly SilenceRecord[] = [];

  constructor(options: {
    configured: readonly SilenceRecord[];
    silences: Silences;
    now(): number;
  }) {
    this.#configured = options.configured;
    this.#silences = options.silences;
    this.#now = options.now;
  }

  /** Takes over what was set or ended elsewhere. Never rejects. */
  async refresh(): Promise<void> {
    const before = this.#set;
    const all = await this.#silences.list();
    if (all && this.#set === before) {
      this.#set = all;
    }
  }

  /** Those that are not over, by their start. */
  list(): NonNullable<Incidents['silences']> {
    return this.#all()
      .filter(({ endsAt }) => endsAt > this.#now())
      .sort((a, b) => a.startsAt - b.startsAt)
      .map(({ id, startsAt, endsAt, reason, by, plugins }) => ({
        id,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        reason,
        ...(by !== undefined && { by }),
        ...(plugins && { plugins: [...plugins] }),
      }));
  }

  /** Until when nobody is told of it, epoch milliseconds; `undefined` if somebody is now. */
  until(message: Told): number | undefined {
    const now = this.#now();
    const ends = this.#matching(message)
      .filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
      .map(({ endsAt }) => endsAt);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  /** Whether it began and ended in a silence, so that nobody need hear of it at all. */
  covers(message: Told): boolean {
    const { openedAt, closedAt } = message.incident;
    return (
      closedAt !== undefined &&
      this.#matching(message).some(
        ({ startsAt, endsAt }) =>
          startsAt <= Date.parse(openedAt) && Date.parse(closedAt) <= endsAt,
      )
    );
  }

  /** `undefined` where the store did not take it. */
  async set(
    silence: SilenceRecord & { readonly by: string },
  ): Promise<'set' | 'full' | undefined> {
    const outcome = await this.#silences.set(silence);
    if (outcome === 'set') {
      const others = this.#set.filter(({ id }) => id !== silence.id);
      this.#set = [...others, silence];
    }
    return outcome;
  }

  /** Ends it now; `undefined` where the store did not do it. */
  async end(id: string): Promise<true | undefined> {
    const now = this.#now();
    const done = await this.#silences.end(id, now);
    if (done) {
      this.#set = this.#set
        .filter(each => each.id !== id || each.startsAt < now)
        .map(each =>
          each.id === id
            ? { ...each, endsAt: Math.min(each.endsAt, now) }
            : each,
        );
    }
    return done;
  }

  #all(): SilenceRecord[] {
    return [...this.#configured, ...this.#set];
  }

  /** One for some plugins says nothing of a server that has others, too. */
  #matching({ pluginIds }: Told): SilenceRecord[] {
    return this.#all().filter(
      ({ plugins }) =>
        plugins === undefined || pluginIds.every(id => plugins.includes(id)),
    );
  }
}
