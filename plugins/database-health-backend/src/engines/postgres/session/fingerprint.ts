/**
 * An expression for what of a session outlives a transaction and even its
 * rollback, and for what decides whose rights it has and where it looks: text
 * that is equal before and after a read that has left nothing.
 *
 * It is evaluated with the search path of the plugin, on which anybody's
 * functions and operators may lie, so each one is named with its schema.
 */
export const fingerprint = `
  pg_catalog.concat_ws(
    ' ',
    session_user,
    current_user,
    pg_catalog.current_setting('search_path'),
    (
      select pg_catalog.count(*)
      from pg_catalog.pg_locks
      where locktype operator(pg_catalog.=) 'advisory'
        and pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()
    ),
    (select pg_catalog.count(*) from pg_catalog.pg_prepared_statements)
  )`;
