import type { Query } from 'backstage-plugin-database-health-node';
import type { Identity } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';
import { foundSchemaOf } from '../session/foundSchema';
import { serverRun } from '../session/serverRun';

/** What the name of a server is asked of, and may be taken from a role. */
const naming = [
  'pg_control_system()',
  'pg_current_wal_lsn()',
  'pg_walfile_name(pg_lsn)',
];

interface Row {
  name: string;
  version: string;
  standby: boolean;
  run: string;
  sessionId: number;
  mayName: boolean;
}

/**
 * The version without what a distribution adds: `15.18`, not
 * `15.18 (Debian 15.18-0+deb12u1)`.
 */
export async function readIdentity(db: EngineDatabase): Promise<Identity> {
  return db.read(async query => {
    const [row] = await query<Row>(`
      select
        current_database() as name,
        split_part(current_setting('server_version'), ' ', 1) as version,
        pg_is_in_recovery() as standby,
        ${serverRun} as run,
        pg_backend_pid() as "sessionId",
        (
          select bool_and(coalesce(
            has_function_privilege(to_regprocedure(called), 'execute'), false
          ))
          from unnest(array['${naming.join("', '")}']) called
        ) as "mayName"`);
    const foundSchema = foundSchemaOf(db);
    return {
      engine: 'postgres',
      name: row.name,
      schema: db.observation.configured.schema,
      ...(foundSchema !== undefined && { foundSchema }),
      version: row.version,
      role: row.standby ? 'standby' : 'primary',
      inMemory: false,
      server: {
        ...(row.mayName && { key: await nameOfServer(query) }),
        run: row.run,
        ...(db.sessionId !== undefined && {
          pooled: db.sessionId !== row.sessionId,
        }),
      },
    };
  });
}

/**
 * A standby has the identifier of its primary, and a copied one may run beside the
 * first: the timeline begins anew with each promotion, the port tells neighbours
 * apart. Asked by itself, since what a role may not call fails where it stands.
 */
async function nameOfServer(query: Query): Promise<string> {
  const [{ key }] = await query<{ key: string }>(`
    select concat_ws(
      '/',
      system_identifier,
      current_setting('port'),
      case
        when pg_is_in_recovery() then 'standby'
        else left(pg_walfile_name(pg_current_wal_lsn()), 8)
      end
    ) as key
    from pg_control_system()`);
  return key;
}
