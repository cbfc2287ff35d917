import type { EngineDatabase } from '../../types';
import type { DatabaseStatistics } from '../../../pure/facts';

type Counted = Omit<DatabaseStatistics, 'database' | 'history'>;

/** PostgreSQL's `bigint` comes as text. */
type Row = { database: string } & {
  [C in keyof Counted]: string | number | null;
};

/**
 * What `pg_stat_database` shows to every role, in a row for each database that is
 * asked for. Limits of −1 are none.
 */
export async function readStatistics(
  db: EngineDatabase,
  databases: readonly string[],
): Promise<readonly DatabaseStatistics[]> {
  const rows = await db.read(query =>
    query<Row>(
      `select
        s.datname as database,
        s.xact_commit as commits,
        s.xact_rollback as rollbacks,
        s.deadlocks,
        s.temp_files as "temporaryFiles",
        s.temp_bytes as "temporaryBytes",
        s.numbackends as connections,
        nullif(d.datconnlimit, -1) as "connectionLimit"
      from pg_stat_database s
      join pg_database d on d.oid = s.datid
      where s.datname = any ($1)
      order by s.datname
      limit cardinality($1)`,
      [databases],
    ),
  );
  return rows.map(({ connectionLimit, database, ...counts }) => ({
    database,
    commits: Number(counts.commits),
    rollbacks: Number(counts.rollbacks),
    deadlocks: Number(counts.deadlocks),
    temporaryFiles: Number(counts.temporaryFiles),
    temporaryBytes: Number(counts.temporaryBytes),
    connections: Number(counts.connections),
    connectionLimit: connectionLimit === null ? null : Number(connectionLimit),
    history: [],
  }));
}
