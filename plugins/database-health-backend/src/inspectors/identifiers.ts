/** A name as standard SQL, and so PostgreSQL and SQLite, quote it. */
export function quoteIdentifier(...parts: readonly string[]): string {
  return parts.map(part => `"${part.replaceAll('"', '""')}"`).join('.');
}

/** A name as MySQL and MariaDB quote it in every SQL mode. */
export function quoteMysqlIdentifier(...parts: readonly string[]): string {
  return parts.map(part => `\`${part.replaceAll('`', '``')}\``).join('.');
}
