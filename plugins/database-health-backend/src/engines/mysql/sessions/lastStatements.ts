import type { Query } from 'backstage-plugin-database-health-node';
import { nullIfDenied } from '../session/denied';
import { longestStatement } from './processlist';
import type { Sight } from './sight';

/**
 * What idle sessions did last, by their numbers: the list of sessions has nothing of
 * it. Empty where the performance schema is off or may not be read.
 */
export async function readLastStatements(
  query: Query,
  sight: Sight,
  pids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const isTold = sight.has(
    'performance_schema.threads',
    'performance_schema.events_statements_current',
  );
  if (pids.length === 0 || !isTold) {
    return new Map();
  }
  const rows = await nullIfDenied(() =>
    query<{ pid: unknown; statement: string }>(
      `select
        t.processlist_id as pid,
        left(s.sql_text, ${longestStatement}) as statement
      from performance_schema.threads t
      join performance_schema.events_statements_current s
        on s.thread_id = t.thread_id
      where t.processlist_id in (?) and s.sql_text is not null
      limit ${pids.length}`,
      [pids],
    ),
  );
  return new Map(
    (rows ?? []).map(({ pid, statement }) => [Number(pid), statement]),
  );
}
