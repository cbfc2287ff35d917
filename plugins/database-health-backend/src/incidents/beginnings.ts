import type { Incident } from 'backstage-plugin-database-health-common';
import type { PastCauses } from './aftermath';
import type { Explanations, Trouble } from './causes';
import { incidentName, subjectKey } from './names';
import { hasHeld, type Looks, seenAgain, type Streak } from './streak';

export interface BeginningsOptions {
  readonly explanations: Explanations;
  readonly pastCauses: PastCauses;
  readonly openAfterMs: number;
  now(): number;
}

/** A trouble that has lasted for long enough to be an incident. */
export interface Lasting {
  readonly name: string;
  readonly trouble: Trouble;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** What may become an incident: what it is found by, and for how long. */
interface Beginning {
  readonly checkId: string;
  readonly streak: Streak;
}

/** What may become incidents, from the first look that finds it on. */
export class Beginnings {
  readonly #options: BeginningsOptions;
  readonly #byName = new Map<string, Beginning>();

  constructor(options: BeginningsOptions) {
    this.#options = options;
  }

  /** Takes in all that is wrong with a subject. Says what has lasted. */
  seen(
    subject: Incident['subject'],
    troubles: readonly Trouble[],
    looks: Looks,
  ): Lasting[] {
    const { now, openAfterMs } = this.#options;
    this.#forgetAllBut(subject, troubles);
    return troubles.flatMap(trouble => {
      const { checkId } = trouble;
      const name = incidentName(subject, checkId);
      const before = this.#byName.get(name)?.streak;
      const streak = seenAgain(before, looks, now());
      this.#byName.set(name, { checkId, streak });
      const leastMs = Math.max(openAfterMs, trouble.openAfterMs);
      return hasHeld(streak, leastMs, now())
        ? [{ name, trouble, since: streak.since }]
        : [];
    });
  }

  forget(subject: Incident['subject']): void {
    for (const name of this.#namesOf(subject)) {
      this.#byName.delete(name);
    }
  }

  /** What would have explained all, but was over before it became an incident, too. */
  #forgetAllBut(
    subject: Incident['subject'],
    troubles: readonly Trouble[],
  ): void {
    const { explanations, now, pastCauses } = this.#options;
    const found = new Set(
      troubles.map(({ checkId }) => incidentName(subject, checkId)),
    );
    for (const name of this.#namesOf(subject)) {
      const { checkId } = this.#byName.get(name)!;
      if (!found.has(name)) {
        this.#byName.delete(name);
        if (explanations.explainsAll(checkId)) {
          pastCauses.note({ subject, checkId, at: now() });
        }
      }
    }
  }

  #namesOf(subject: Incident['subject']): string[] {
    const beginsWith = `${subjectKey(subject)}:`;
    return [...this.#byName.keys()].filter(name => name.startsWith(beginsWith));
  }
}
