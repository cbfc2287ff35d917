import { runSql } from '../e2e/serverTruth';
import type { RunningPortal } from '../e2e/startPortal';

/** What the portal's server needs to be started with for its statements to be counted. */
export const countingSettings = {
  shared_preload_libraries: 'pg_stat_statements',
};

/** Lets the server count its statements. */
export async function startCounting(portal: RunningPortal): Promise<void> {
  await runSql(portal, 'postgres', 'create extension pg_stat_statements');
}

/** Statements that plugins have run since the server was started. */
export async function countStatements(portal: RunningPortal): Promise<number> {
  const [{ calls }] = await runSql<{ calls: string }>(
    portal,
    'postgres',
    `select coalesce(sum(calls), 0) as calls
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname like 'backstage\\_plugin\\_%'`,
  );
  return Number(calls);
}

/** The same by statement, as the server writes it without its values. */
export async function statementCounts(
  portal: RunningPortal,
): Promise<Map<string, number>> {
  const rows = await runSql<{ query: string; calls: string }>(
    portal,
    'postgres',
    `select query, sum(calls) as calls
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname like 'backstage\\_plugin\\_%'
     group by query`,
  );
  return new Map(rows.map(({ query, calls }) => [query, Number(calls)]));
}
