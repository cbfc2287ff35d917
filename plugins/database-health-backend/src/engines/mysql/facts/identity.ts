import type { Identity } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';
import {
  type ReadOnlyColumns,
  readOnlyColumns,
  readOnlyOf,
} from '../session/readOnly';
import { serverRun } from '../session/serverRun';

interface Row extends ReadOnlyColumns {
  name: string;
  version: string;
  run: string;
  sessionId: number;
}

/**
 * The version without what a distribution adds, but with the name of MariaDB:
 * `10.11.19-MariaDB`, `8.4.6`. A server that is read only is taken for a
 * standby: whether it follows another one only privileged roles may ask.
 */
export async function readIdentity(db: EngineDatabase): Promise<Identity> {
  return db.read(async query => {
    const [row] = await query<Row>(`
      select
        database() as name,
        version() as version,
        ${readOnlyColumns},
        ${serverRun} as run,
        connection_id() as sessionId`);
    // MariaDB has none.
    const [uuid] = await query<{ Value: string }>(
      `show global variables like 'server_uuid'`,
    );
    const [number] = /^[\d.]+/.exec(row.version) ?? [row.version];
    return {
      engine: 'mysql',
      name: row.name,
      version: /mariadb/i.test(row.version) ? `${number}-MariaDB` : number,
      role: readOnlyOf(row) ? 'standby' : 'primary',
      inMemory: false,
      server: {
        key: uuid?.Value ?? row.run,
        run: row.run,
        ...(db.sessionId !== undefined && {
          pooled: db.sessionId !== Number(row.sessionId),
        }),
      },
    };
  });
}
