import { createCheck } from 'backstage-plugin-database-health-node';
import { countedLately, countedTime } from './counters/lately';
import { databaseOf, judgeCounted } from './counters/statistics';
import { bytes, count } from './wording/amounts';

/** Queries whose memory did not suffice. */
export const tempFiles = createCheck({
  id: 'temp-files',
  title: 'Temporary files',
  rationale:
    'Queries sorted or joined more than they may keep in memory, so the server wrote it to files and read it again. That is slow for them, and the disk and its cache are missing to all others.',
  per: 'server',
  needs: ['statistics'],
  limits: { warningCount: 10 },
  source: 'That of pgEdge; that it is counted over 5 min is ours.',
  remedy:
    'Find the statements: `log_temp_files` lets the server log them, and `pg_stat_statements` counts what each wrote. An index, or a limit, may save the sort; else raise `work_mem`.',
  evaluate({ statistics }, { limits, at }) {
    return judgeCounted(statistics, each => {
      const files = countedLately(each, 'temporaryFiles', at);
      if (files < limits.warningCount) {
        return undefined;
      }
      return {
        severity: 'warning',
        message: `Queries wrote ${count(files, 'temporary file')} of ${bytes(
          countedLately(each, 'temporaryBytes', at),
        )} together in ${databaseOf(each)} in the last ${countedTime}.`,
        evidence: {
          observed: files,
          limit: limits.warningCount,
          unit: 'files',
        },
        remedy: {
          text: 'Look below "Queries" in the detail of its plugin databases for slow statements that sort, group or join much; `log_temp_files = 0` lets the server log those that write files. An index, or a limit, may save the sort. Else raise `work_mem` for this database; each sort of each connection may take so much.',
        },
      };
    });
  },
});
