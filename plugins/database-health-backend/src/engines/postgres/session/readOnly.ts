export interface ReadOnlyColumns {
  readonly standby: boolean;
  readonly refuses: string | null;
}

/**
 * Why no session of the server can write anything, asked from within a read: what a role, a database or a client has set
 * for itself is none of the server's.
 */
export const readOnlyOfServerColumns = `
  pg_is_in_recovery() as standby,
  (
    select setting
    from pg_settings
    where name = 'default_transaction_read_only'
      and source not in ('database', 'user', 'database user', 'client', 'session')
  ) as refuses`;

export function readOnlyOf({
  standby,
  refuses,
}: ReadOnlyColumns): 'standby' | 'setting' | undefined {
  if (standby) {
    return 'standby';
  }
  return refuses === 'on' ? 'setting' : undefined;
}
