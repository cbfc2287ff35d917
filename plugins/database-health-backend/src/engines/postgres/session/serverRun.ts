/**
 * SQL that tells one run of a server from another, which every role may ask. A
 * standby that is promoted goes on under the same process, but as another server.
 */
export const serverRun = `
  concat_ws(
    '/',
    extract(epoch from pg_postmaster_start_time()),
    current_setting('port'),
    pg_is_in_recovery()
  )`;
