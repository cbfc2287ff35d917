import type {
  Identity,
  JudgedRemedy,
  LedgerFact,
} from 'backstage-plugin-database-health-node';
import { knexLineNeeds } from 'backstage-plugin-database-health-node';
import { downByHand } from './byHand';
import { sqlOf } from '../wording/sql';

/** The ways out for rows without a file, the one that loses nothing first. */
export function forMissingRows(
  ledger: LedgerFact,
  missing: readonly string[],
  identity: Identity,
): JudgedRemedy {
  const { identifier, equals, ledgerTable } = sqlOf(identity.engine);
  const shell = downByHand([...missing].reverse(), ledger, identity);
  const undo = shell
    ? `with the lines for a shell, run in the image of that version; ${knexLineNeeds(
        identity,
      )}`
    : 'with `knex migrate:down`.';
  return {
    text: `Install the version of ${
      ledger.source?.package ?? 'the plugin'
    } that has the files. To stay with the present version, undo them there first, the last one first, ${undo} Only if the changes are known to be gone from the database, delete the rows with the line for the database.`,
    ...(shell && { shell }),
    sql: `delete from ${ledgerTable(ledger)} where ${identifier(
      'name',
    )} ${equals(missing)};`,
  };
}
