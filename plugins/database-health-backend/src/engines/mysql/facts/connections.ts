import type { Connections } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';
import {
  type ReadOnlyColumns,
  readOnlyColumns,
  readOnlyOf,
} from '../session/readOnly';
import { serverRun } from '../session/serverRun';

/**
 * The server keeps one place more than `max_connections` for administrators, so
 * none of those that it counts is reserved.
 */
export async function readConnections(
  db: EngineDatabase,
): Promise<Connections> {
  return db.read(async query => {
    const [used] = await query<{ Value: string }>(
      `show global status like 'Threads_connected'`,
    );
    const [max] = await query<
      ReadOnlyColumns & { connections: number; run: string }
    >(
      `select @@max_connections as connections, ${serverRun} as run, ${readOnlyColumns}`,
    );
    const readOnly = readOnlyOf(max);
    return {
      used: Number(used.Value),
      limit: Number(max.connections),
      run: max.run,
      reserved: 0,
      ...(readOnly && { readOnly }),
    };
  });
}
