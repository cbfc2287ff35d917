import type { ReportedPool } from '../../pure/facts';
import { derivedFact, type Moment } from './derive';

/** A plugin, by what the other living replicas reported of it. */
export interface PeerSubject extends Moment {
  /** `undefined` while the store does not work. */
  readonly pools: readonly ReportedPool[] | undefined;
}

/** Each replica has a pool of its own for the same plugin. */
export const otherPools = derivedFact({
  fact: 'otherPools',
  needs: [],
  derive: (_, { pools }: PeerSubject) => pools,
});
