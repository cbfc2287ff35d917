import { bytesInWords } from 'backstage-plugin-database-health-common';
import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately } from '../parts/counters/lately';
import { judgeCounted, whereCounted } from '../parts/counters/statistics';
import { count, GiB } from '../parts/wording/amounts';

const hourSeconds = 3_600;

/** Queries whose memory did not suffice. */
export const tempFiles = createCheck({
  id: 'temp-files',
  title: 'Temporary files',
  rationale:
    'Queries sorted or joined more than they may keep in memory, so the server wrote it to files and read it back. That slows them down, and takes disk and cache from all others.',
  per: 'server',
  needs: ['statistics'],
  limits: { warningBytes: GiB },
  source:
    'Ours, counted over an hour; files alone, which pgEdge counts, say nothing: many of them may hold little.',
  remedy:
    'Under "Queries" in the detail of its plugin databases, look for slow statements that sort, group or join a lot; `log_temp_files = 0` makes the server log those that write files. An index or a `limit` may avoid the sort. Otherwise raise `work_mem` for this database; each sort of each connection may use that much.',
  evaluate({ statistics }, { limits, at }) {
    return judgeCounted(statistics, 'temporaryBytes', each => {
      const written = countedLately(each, 'temporaryBytes', at, hourSeconds);
      if (written < limits.warningBytes) {
        return undefined;
      }
      return {
        severity: 'warning',
        message: `Queries ${whereCounted(each)} wrote ${bytesInWords(
          written,
        )} to ${count(
          countedLately(each, 'temporaryFiles', at, hourSeconds),
          'temporary file',
        )} in the last hour.`,
        evidence: {
          observed: written,
          limit: limits.warningBytes,
          unit: 'bytes',
        },
      };
    });
  },
});
