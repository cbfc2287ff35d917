import { normaliseStatement } from '../../../observation/normalise';
import type { ServerStatementsFact } from '../../../pure/facts';
import { mostServerStatements } from '../../../pure/facts';
import { byShape, type CountedStatement } from '../../facts/serverStatements';
import type { EngineDatabase } from '../../types';
import { mysqlDialect } from '../dialect';
import { unlessDenied } from '../session/denied';

const table = 'performance_schema.events_statements_summary_by_digest';

/** So long a part of a statement is read (ours). */
const longestStatement = 4_000;

const off =
  'The server does not measure statements: `performance_schema` is off, as it is in MariaDB unless it is told otherwise. With `performance_schema = on` under `[mysqld]` in its configuration, from its next start on, the figures of the server stand beside these. It keeps them in memory, with its defaults about 100 MB: `show engine performance_schema status` ends with how much.';

const nothing =
  'The server has measured no statement in this database. Where that stays so, its consumer `statements_digest` in `performance_schema.setup_consumers` is off, or `performance_schema_digests_size` is 0.';

const full =
  'The server has no room for the figures of further statements: those that are new to it are counted together, and not shown. A larger `performance_schema_digests_size` makes room from its next start on.';

const totals = `
  select
    unix_timestamp(min(first_seen)) * 1000 as sinceMs,
    coalesce(max(digest is null), 0) as isFull
  from ${table}`;

// Picoseconds.
const statements = `
  select
    left(digest_text, ${longestStatement}) as text,
    count_star as count,
    sum_timer_wait / 1e9 as totalMs,
    max_timer_wait / 1e9 as maxMs,
    sum_rows_sent + sum_rows_affected as \`rows\`
  from ${table}
  where schema_name = database() and digest_text is not null
  order by sum_timer_wait desc
  limit ${mostServerStatements}`;

/**
 * Of the digests that the server has kept since it started, or since somebody emptied
 * their table: what was run with this database as the default one. Blocks are not
 * counted by statement.
 */
export async function readServerStatements(
  db: EngineDatabase,
): Promise<ServerStatementsFact> {
  return db.read(async query => {
    // It decides at its start, and a build without it has no such variable.
    const [measures] = await query<{ Value: string }>(
      `show global variables like 'performance_schema'`,
    );
    if (measures?.Value !== 'ON') {
      return { unmeasured: off, statements: [] };
    }
    const read = await unlessDenied(query, [table], async () => ({
      totals: await query<{ sinceMs: unknown; isFull: unknown }>(totals),
      rows: await query<CountedStatement>(statements),
    }));
    if (!read) {
      const [{ account }] = await query<{ account: string }>(
        'select current_user() as account',
      );
      return { unmeasured: denied(account), statements: [] };
    }
    const [{ sinceMs, isFull }] = read.totals;
    const unmeasured = Number(isFull) === 1 ? full : undefined;
    return {
      ...(unmeasured !== undefined
        ? { unmeasured }
        : read.rows.length === 0 && { unmeasured: nothing }),
      ...(sinceMs !== null && { since: Number(sinceMs) }),
      statements: byShape(read.rows, shapeOf),
    };
  });
}

/** What is not as names of accounts mostly are is not put into a line to be run. */
function denied(account: string): string {
  const [, user, host] = /^([\w.-]+)@([\w.:%-]+)$/.exec(account) ?? [];
  const to = user === undefined ? '…' : `'${user}'@'${host}'`;
  return `The server measures statements, but the account of the plugin may not read what: \`grant select on ${table} to ${to};\` lets it.`;
}

/** As the plugin's own statements are written: dots stand for further values. */
function shapeOf(digest: string): string {
  return normaliseStatement(
    digest.replaceAll('...', '?').replaceAll(' . ', '.'),
    mysqlDialect.syntax,
  );
}
