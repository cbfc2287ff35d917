import type { Identity, LedgerFact } from './facts';
import type { ShellLines } from './shellLines';
import { folderInPackage } from './sourceFolder';
import { sqlIdentifier } from './sqlIdentifier';

const connection: Record<Identity['engine'], (name: string) => string> = {
  postgres: name =>
    `--client pg --connection ${shellWord(
      `postgresql:///${encodeURIComponent(name)}`,
    )}`,
  mysql: () => '--client mysql2 --connection "$DATABASE_URL"',
  sqlite: () => '--client better-sqlite3 --connection "$DATABASE_FILE"',
};

/**
 * The line that does something to a ledger with Knex's own command line, to be
 * run where its files are. `undefined` where there is none: for migrations
 * that are made in code, for a database in memory, and for a ledger in a schema
 * of its own, which that command line cannot name.
 *
 * @param command - Its first words: `migrate:latest`, or `migrate:down` and the
 *   name of a migration.
 * @see https://knexjs.org/guide/migrations.html#migration-cli
 * @public
 */
export function knexLine(
  command: readonly string[],
  { table, schema, source }: Pick<LedgerFact, 'table' | 'schema' | 'source'>,
  database: Omit<Identity, 'version' | 'role'>,
): ShellLines | undefined {
  const isReachable = !database.inMemory && schema === database.schema;
  if (!source?.directory || !isReachable) {
    return undefined;
  }
  const { package: name, directory } = source;
  const lineWith = (folder: string) =>
    [
      ...(database.schema ? [searchPath(database.schema)] : []),
      'npx knex',
      ...command.map(shellWord),
      `--migrations-directory ${shellWord(folder)}`,
      `--migrations-table-name ${shellWord(table)}`,
      connection[database.engine](database.name),
    ].join(' ');
  return {
    full: lineWith(directory),
    withoutFolders: lineWith(
      `<folder of ${name ?? 'the package'}>/${folderInPackage({
        package: name,
        directory,
      })}`,
    ),
  };
}

/**
 * Says what a {@link knexLine} needs to find its way to the database: no line
 * holds a secret. On PostgreSQL it names the database itself, so that variables
 * that were set for another one cannot lead it astray.
 *
 * @public
 */
export function knexLineNeeds({ engine, name }: Identity): string {
  return {
    postgres:
      'set PGHOST, PGPORT, PGUSER and PGPASSWORD to the server and the user of the plugin.',
    mysql: `set DATABASE_URL to the address of ${name}, with the user of the plugin.`,
    sqlite: `set DATABASE_FILE to the path of ${name}.`,
  }[engine];
}

/** Options are split at spaces, which a backslash keeps. */
function searchPath(schema: string): string {
  const quoted = sqlIdentifier('postgres', schema);
  return `PGOPTIONS=${shellWord(
    `-c search_path=${quoted.replace(/[\\\s]/g, '\\$&')}`,
  )}`;
}

function shellWord(text: string): string {
  return /^[\w./@:-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
