/**
 * A name as standard SQL, and so PostgreSQL and SQLite, quote it.
 *
 * @internal
 */
export function quoteIdentifier(...parts: readonly string[]): string {
  return parts.map(part => `"${part.replaceAll('"', '""')}"`).join('.');
}

/**
 * A name as MySQL and MariaDB quote it in every SQL mode.
 *
 * @internal
 */
export function quoteMysqlIdentifier(...parts: readonly string[]): string {
  return parts.map(part => `\`${part.replaceAll('`', '``')}\``).join('.');
}
