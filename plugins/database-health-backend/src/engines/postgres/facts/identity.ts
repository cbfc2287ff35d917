import type {
  Identity,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';

/**
 * The version without what a distribution adds: `15.18`, not
 * `15.18 (Debian 15.18-0+deb12u1)`.
 */
export async function readIdentity(db: ObservedDatabase): Promise<Identity> {
  const [row] = await db.read(query =>
    query<{ name: string; version: string; standby: boolean }>(`
      select
        current_database() as name,
        split_part(current_setting('server_version'), ' ', 1) as version,
        pg_is_in_recovery() as standby`),
  );
  return {
    engine: 'postgres',
    name: row.name,
    schema: db.observation.configured.schema,
    version: row.version,
    role: row.standby ? 'standby' : 'primary',
    inMemory: false,
  };
}
