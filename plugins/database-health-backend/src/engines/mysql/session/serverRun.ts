/**
 * SQL that tells one server from another. The server has no name of its own in
 * MariaDB: its `server_uid` is made of a network card, which a container gets anew.
 */
export const serverRun = `concat_ws('/', @@hostname, @@port, @@server_id, @@datadir)`;
