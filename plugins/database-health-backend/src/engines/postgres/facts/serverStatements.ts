import type { EngineDatabase } from '../../types';
import type { Query } from 'backstage-plugin-database-health-node';
import type { ServerStatementsFact } from '../../../pure/facts';
import { mostServerStatements } from '../../../pure/facts';
import { normaliseStatement } from '../../../observation/normalise';
import { byShape, type CountedStatement } from '../../facts/serverStatements';
import { postgresDialect } from '../dialect';
import { longestStatement } from '../session/longestStatement';

const missing =
  'The extension `pg_stat_statements` is not in this database. With it among `shared_preload_libraries` of the server and after `create extension pg_stat_statements` here, the figures of the server stand beside these.';

// An older version of the extension has no view that tells when it was reset, and
// then anybody may have made one of that name.
const extension = `
  select
    n.nspname as schema,
    exists (
      select
      from pg_depend d
      join pg_class c on c.oid = d.objid
      where d.classid = 'pg_class'::regclass
        and d.refclassid = 'pg_extension'::regclass
        and d.refobjid = e.oid
        and d.deptype = 'e'
        and c.relname = 'pg_stat_statements_info'
    ) as "knowsReset"
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_stat_statements'`;

interface Place {
  readonly schema: string;
  readonly knowsReset: boolean;
}

/** One statement may stand there once for each role, and as part of others. */
function statements(schema: string): string {
  return `
    select
      left(query, ${longestStatement}) as text,
      sum(calls) as count,
      sum(total_exec_time) as "totalMs",
      max(max_exec_time) as "maxMs",
      sum(rows) as rows,
      sum(shared_blks_hit) as "blocksHit",
      sum(shared_blks_read) as "blocksRead"
    from ${postgresDialect.identifier(schema, 'pg_stat_statements')}
    where dbid = (select oid from pg_database where datname = current_database())
      and query <> '<insufficient privilege>'
    group by 1
    order by sum(total_exec_time) desc
    limit ${mostServerStatements}`;
}

/**
 * Of the extension `pg_stat_statements`, as far as the role may see. Where it is
 * in the database but not among `shared_preload_libraries`, it throws.
 */
export async function readServerStatements(
  db: EngineDatabase,
): Promise<ServerStatementsFact> {
  return db.read(async query => {
    const [place] = await query<Place>(extension);
    if (!place) {
      return { unmeasured: missing, statements: [] };
    }
    const since = place.knowsReset
      ? await resetAt(query, place.schema)
      : undefined;
    const rows = await query<CountedStatement>(statements(place.schema));
    return {
      ...(since !== undefined && { since }),
      statements: byShape(rows, text =>
        normaliseStatement(text, postgresDialect.syntax),
      ),
    };
  });
}

/** Epoch milliseconds. */
async function resetAt(
  query: Query,
  schema: string,
): Promise<number | undefined> {
  const info = postgresDialect.identifier(schema, 'pg_stat_statements_info');
  const [row] = await query<{ resetAtMs: number | null }>(
    `select extract(epoch from stats_reset)::float8 * 1000 as "resetAtMs"
     from ${info}`,
  );
  return row.resetAtMs ?? undefined;
}
