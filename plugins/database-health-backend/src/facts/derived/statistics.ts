import { valueOf } from 'backstage-plugin-database-health-node';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/** Whose databases lie in each that the server counts for. */
export const pluginsOfStatistics = derivedFact({
  fact: 'statistics',
  needs: ['statistics'],
  derive: ({ statistics }, { databases }: ServerSubject) =>
    statistics.value.map(each => ({
      ...each,
      pluginIds: databases
        .filter(
          ({ readings }) =>
            each.database === undefined ||
            valueOf(readings.identity)?.name === each.database,
        )
        .map(({ pluginId }) => pluginId)
        .sort(),
    })),
});
