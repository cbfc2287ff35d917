import type { JudgedRemedy } from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../../pure/facts';
import { knexLineNeeds } from '../../../pure/knexLine';
import { renamedMigrations } from '../../../pure/ledger';
import { downByHand } from './byHand';
import { count } from '../wording/amounts';
import { sqlOf } from '../wording/sql';

/** The ways out for rows without a file, the one that loses nothing first. */
export function forMissingRows(
  ledger: LedgerFact,
  missing: readonly string[],
  identity: Identity,
): JudgedRemedy {
  const renamed = renamedMigrations(ledger);
  if (renamed.length > 0) {
    return forRenamed(ledger, renamed, missing.length, identity);
  }
  const { isNamed, ledgerTable } = sqlOf(identity.engine);
  const shell = downByHand([...missing].reverse(), ledger, identity);
  const undo = shell
    ? `with the lines for a shell, run in the image of that version; ${knexLineNeeds(
        identity,
      )}`
    : 'with `knex migrate:down`.';
  return {
    text: `Install the version of ${
      ledger.source?.package ?? 'the plugin'
    } that has the files. To stay with the present version, make a backup, since undoing a migration drops the tables and columns that it made, with all that is in them; then undo them in that version, the last one first, ${undo} Only if the changes are known to be gone from the database, delete the rows from the ledger with the line for the database; make a backup first.`,
    ...(shell && { shell }),
    sql: `delete from ${ledgerTable(ledger)} where ${isNamed(missing)};`,
  };
}

/**
 * Renames rows after their files, which loses nothing. As long as some are left over,
 * nothing is undone or deleted: they may have got another name, too.
 */
function forRenamed(
  ledger: LedgerFact,
  renamed: ReturnType<typeof renamedMigrations>,
  missing: number,
  { engine }: Identity,
): JudgedRemedy {
  const { identifier, isNamed, literal, ledgerTable } = sqlOf(engine);
  const lines = renamed.flatMap(({ from, to }) =>
    to === undefined
      ? []
      : `update ${ledgerTable(ledger)} set ${identifier('name')} = ${literal(
          to,
        )} where ${isNamed([from])};`,
  );
  const left = missing - lines.length;
  const advice = [
    'The files were renamed; what they do was applied. Undo and delete nothing.',
    ...(lines.length > 0 ? ['Rename the rows with what is below.'] : []),
    ...(left > 0
      ? [
          `Find out what became of ${
            lines.length > 0 ? 'the other ' : ''
          }${count(left, 'file')}, which may have got another name, too.`,
        ]
      : []),
  ];
  return {
    text: advice.join(' '),
    ...(lines.length > 0 && { sql: lines.join('\n') }),
  };
}
