import { valueOf } from 'backstage-plugin-database-health-node';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/** Each plugin database has samples of its own, and this process has counted. */
export const connectionPeak = derivedFact({
  fact: 'connectionPeak',
  needs: [],
  derive(_, { databases }: ServerSubject) {
    const peaks = databases
      .flatMap(({ readings }) => [
        valueOf(readings.connectionPeak),
        valueOf(readings.connections)?.peak,
      ])
      .filter(peak => peak !== undefined && peak !== null);
    return peaks.length > 0
      ? {
          used: Math.max(...peaks.map(({ used }) => used)),
          since: Math.min(...peaks.map(({ since }) => since)),
        }
      : null;
  },
});
