import type {
  Identity,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';

/** Newer servers have more values than these two, each of which forbids some writes. */
const writable = ['0', 'OFF'];

/**
 * The version without what a distribution adds, but with the name of MariaDB:
 * `10.11.19-MariaDB`, `8.4.6`. A server that is read only is taken for a
 * standby: whether it follows another one only privileged roles may ask.
 */
export async function readIdentity(db: ObservedDatabase): Promise<Identity> {
  const [row] = await db.read(query =>
    query<{ name: string; version: string; readOnly: string; inno: string }>(`
      select
        database() as name,
        version() as version,
        concat(@@global.read_only) as readOnly,
        concat(@@global.innodb_read_only) as inno`),
  );
  const [number] = /^[\d.]+/.exec(row.version) ?? [row.version];
  return {
    engine: 'mysql',
    name: row.name,
    version: /mariadb/i.test(row.version) ? `${number}-MariaDB` : number,
    role: [row.readOnly, row.inno].every(value => writable.includes(value))
      ? 'primary'
      : 'standby',
    inMemory: false,
  };
}
