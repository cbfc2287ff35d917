import type { Readings } from 'backstage-plugin-database-health-node';
import type { Sample, Samples } from '../store';
import { oneAtATime } from '../oneAtATime';
import { sampleOf } from './sample';

interface Taken {
  readonly sample: Sample;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Notes what surveys measured. A sample that the store did not take is kept
 * until it does or a newer one comes; what lies between is not made up.
 */
export class Recorder {
  readonly #samples: Pick<Samples, 'note'>;
  readonly #mostTables: number;
  readonly #now: () => number;
  /** One per plugin database. */
  readonly #waiting = new Map<string, Taken>();

  constructor(options: {
    samples: Pick<Samples, 'note'>;
    mostTables: number;
    now(): number;
  }) {
    this.#samples = options.samples;
    this.#mostTables = options.mostTables;
    this.#now = options.now;
  }

  /** Takes the newest readings of a plugin database that was surveyed here. */
  note(databaseId: string, readings: Readings): void {
    const sample = sampleOf(readings, this.#mostTables);
    this.#waiting.set(databaseId, { sample, at: this.#now() });
    void this.flush();
  }

  /** Hands the store what waits. Never rejects. */
  readonly flush = oneAtATime(async () => {
    for (const [databaseId, taken] of [...this.#waiting]) {
      const ageMs = Math.max(0, this.#now() - taken.at);
      if (!(await this.#samples.note(databaseId, taken.sample, ageMs))) {
        return;
      }
      if (this.#waiting.get(databaseId) === taken) {
        this.#waiting.delete(databaseId);
      }
    }
  });
}
