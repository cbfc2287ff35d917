import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { derivedFact, type Moment } from './derive';

/** A look of this process at a server. */
export interface LookSubject extends Moment {
  /** What the looks before came to. */
  readonly before: Readings;
}

/** The most that this process has seen, since its first look. */
export const connectionsPeak = derivedFact({
  fact: 'connections',
  needs: ['connections'],
  derive({ connections: { value, at } }, { before }: LookSubject) {
    const earlier = valueOf(before.connections)?.peak;
    return {
      ...value,
      peak: {
        used: Math.max(value.used, earlier?.used ?? 0),
        since: earlier?.since ?? at,
      },
    };
  },
});
