import type { Identity, LedgerFact } from './facts';
import type { ShellLines } from 'backstage-plugin-database-health-node';
import { isVisible } from './invisible';
import { folderInPackage } from './sourceFolder';
import { sqlIdentifier } from './sqlIdentifier';

/**
 * What a {@link knexLine} has to know of a ledger.
 *
 * @public
 */
export type KnexLineLedger = Pick<
  LedgerFact,
  'table' | 'schema' | 'source' | 'otherSources'
>;

const connection: Record<Identity['engine'], (name: string) => string> = {
  postgres: name =>
    `--client pg --connection ${shellWord(
      `postgresql:///${encodeURIComponent(name)}`,
    )}`,
  mysql: () => '--client mysql2 --connection "$DATABASE_URL"',
  sqlite: () => '--client better-sqlite3 --connection "$DATABASE_FILE"',
};

// What Knex loads from a folder of migrations where nobody says otherwise.
const fileName =
  /^[^-./\\][^/\\]*\.(cjs|co|coffee|eg|iced|js|litcoffee|ls|mjs|ts)$/;

/**
 * The line that does something to a ledger with Knex's own command line, to be
 * run where its files are. `undefined` where there is none: for migrations that are
 * made in code, for files in several folders, of which that command line takes one,
 * for a database in memory, for a ledger in a schema of its own, which it cannot name,
 * and for the name of a migration that can be no file's, as rows come from anybody.
 *
 * @param command - `migrate:latest`, or `migrate:down` and the name of a migration.
 * @see https://knexjs.org/guide/migrations.html#migration-cli
 * @public
 */
export function knexLine(
  command: readonly ['migrate:latest'] | readonly ['migrate:down', string],
  ledger: KnexLineLedger,
  database: Omit<Identity, 'version' | 'role'>,
): ShellLines | undefined {
  const { table, schema, source, otherSources = [] } = ledger;
  const isReachable = !database.inMemory && schema === database.schema;
  const isOneFolder = !source?.directories && otherSources.length === 0;
  if (!source?.directory || !isOneFolder || !isReachable) {
    return undefined;
  }
  const [verb, migration] = command;
  if (migration !== undefined && !fileName.test(migration)) {
    return undefined;
  }
  const { package: name, directory } = source;
  // A value that begins with a dash is an option, unless an equals sign or two
  // dashes say otherwise.
  const lineWith = (folder: string) =>
    [
      ...(database.schema ? [searchPath(database.schema)] : []),
      `npx knex ${verb}`,
      `--migrations-directory=${shellWord(folder)}`,
      `--migrations-table-name=${shellWord(table)}`,
      connection[database.engine](database.name),
      ...(migration === undefined ? [] : [`-- ${shellWord(migration)}`]),
    ].join(' ');
  const full = lineWith(directory);
  return isVisible(full)
    ? { full, withoutFolders: lineWith(placeholder(name, directory)) }
    : undefined;
}

function placeholder(name: string | null, directory: string): string {
  return `<folder of ${name ?? 'the package'}>/${folderInPackage({
    package: name,
    directory,
  })}`;
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
