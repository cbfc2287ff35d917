import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately, countedTime } from '../parts/counters/lately';
import { databaseOf, judgeCounted } from '../parts/counters/statistics';
import { count } from '../parts/wording/amounts';

/** Queries whose memory did not suffice. */
export const tempFiles = createCheck({
  id: 'temp-files',
  title: 'Temporary files',
  rationale:
    'Queries sorted or joined more than they may keep in memory, so the server wrote it to files and read it back. That slows them down, and takes disk and cache from all others.',
  per: 'server',
  needs: ['statistics'],
  limits: { warningCount: 10 },
  source: 'That of pgEdge; the 5 min are ours.',
  remedy:
    'Under "Queries" in the detail of its plugin databases, look for slow statements that sort, group or join a lot; `log_temp_files = 0` makes the server log those that write files. An index or a `limit` may avoid the sort. Otherwise raise `work_mem` for this database; each sort of each connection may use that much.',
  evaluate({ statistics }, { limits, at }) {
    return judgeCounted(statistics, each => {
      const files = countedLately(each, 'temporaryFiles', at);
      if (files < limits.warningCount) {
        return undefined;
      }
      return {
        severity: 'warning',
        message: `Queries in ${databaseOf(each)} wrote ${count(
          files,
          'temporary file',
        )} (${bytesInWords(
          countedLately(each, 'temporaryBytes', at),
        )} in total) in the last ${countedTime}.`,
        evidence: {
          observed: files,
          limit: limits.warningCount,
          unit: 'files',
        },
      };
    });
  },
});
