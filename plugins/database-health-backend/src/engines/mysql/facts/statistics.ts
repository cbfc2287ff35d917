import type { DatabaseStatistics } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';

/** The name of each in the status of the server. */
const names = {
  commits: 'Com_commit',
  rollbacks: 'Com_rollback',
  deadlocks: 'Innodb_deadlocks',
  temporaryFiles: 'Created_tmp_disk_tables',
  connections: 'Threads_connected',
} as const;

/**
 * What the server counts for all its databases together since it started, or
 * somebody had it begin anew: it counts none of this by database. Transactions are
 * those that a session ended itself, and no single statements. Only MariaDB has the
 * number of deadlocks for everybody, and neither counts the bytes of temporary tables.
 */
export async function readStatistics(
  db: EngineDatabase,
): Promise<readonly DatabaseStatistics[]> {
  const rows = await db.read(query =>
    query<{ Variable_name: string; Value: string }>(
      'show global status where variable_name in (?)',
      [Object.values(names)],
    ),
  );
  const counted = new Map(rows.map(row => [row.Variable_name, row.Value]));
  const counterOf = (name: string) =>
    counted.has(name) ? Number(counted.get(name)) : null;
  return [
    {
      commits: counterOf(names.commits),
      rollbacks: counterOf(names.rollbacks),
      deadlocks: counterOf(names.deadlocks),
      temporaryFiles: counterOf(names.temporaryFiles),
      temporaryBytes: null,
      connections: Number(counted.get(names.connections)),
      history: [],
    },
  ];
}
