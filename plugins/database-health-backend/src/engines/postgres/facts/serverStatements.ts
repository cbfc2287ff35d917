import type { EngineDatabase } from '../../types';
import type { Query } from 'backstage-plugin-database-health-node';
import type {
  ServerStatement,
  ServerStatementsFact,
} from '../../../pure/facts';
import { mostServerStatements } from '../../../pure/facts';
import { normaliseStatement } from '../../../observation/normalise';
import { postgresDialect } from '../dialect';
import { longestStatement } from '../session/longestStatement';

/** PostgreSQL's `bigint` comes as text. */
type Row = { text: string } & {
  [C in keyof Omit<ServerStatement, 'text'>]: string | number;
};

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
): Promise<ServerStatementsFact | null> {
  return db.read(async query => {
    const [place] = await query<Place>(extension);
    if (!place) {
      return null;
    }
    const since = place.knowsReset
      ? await resetAt(query, place.schema)
      : undefined;
    const rows = await query<Row>(statements(place.schema));
    return {
      ...(since !== undefined && { since }),
      statements: byShape(rows),
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

/** What differs in values that the server kept is one statement. */
function byShape(rows: readonly Row[]): ServerStatement[] {
  const shapes = new Map<string, ServerStatement>();
  for (const row of rows) {
    const text = normaliseStatement(row.text, postgresDialect.syntax);
    const before = shapes.get(text);
    shapes.set(text, {
      text,
      count: (before?.count ?? 0) + Number(row.count),
      totalMs: (before?.totalMs ?? 0) + Number(row.totalMs),
      maxMs: Math.max(before?.maxMs ?? 0, Number(row.maxMs)),
      rows: (before?.rows ?? 0) + Number(row.rows),
      blocksHit: (before?.blocksHit ?? 0) + Number(row.blocksHit),
      blocksRead: (before?.blocksRead ?? 0) + Number(row.blocksRead),
    });
  }
  return [...shapes.values()];
}
