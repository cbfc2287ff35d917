import type { ShellLines } from 'backstage-plugin-database-health-node';
import { dialects } from '../engines/dialects';
import type { Identity, LedgerFact } from './facts';
import { isVisible } from './invisible';
import { shellWord } from './shellWord';
import { folderInPackage } from './sourceFolder';

/**
 * What a {@link knexLine} has to know of a ledger.
 *
 * @public
 */
export type KnexLineLedger = Pick<
  LedgerFact,
  'table' | 'schema' | 'source' | 'otherSources'
>;

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
  const { inSchema, connection } = dialects[database.engine].knexCommand;
  // A value that begins with a dash is an option, unless an equals sign or two
  // dashes say otherwise.
  const lineWith = (folder: string) =>
    [
      ...(database.schema && inSchema ? [inSchema(database.schema)] : []),
      `npx knex ${verb}`,
      `--migrations-directory=${shellWord(folder)}`,
      `--migrations-table-name=${shellWord(table)}`,
      connection(database.name),
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
 * holds a secret.
 *
 * @public
 */
export function knexLineNeeds({ engine, name }: Identity): string {
  return dialects[engine].knexCommand.needs(name);
}
