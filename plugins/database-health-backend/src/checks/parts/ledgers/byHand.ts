import type {
  JudgedRemedy,
  ShellLines,
} from 'backstage-plugin-database-health-node';
import type { Identity, LedgerFact } from '../../../pure/facts';
import { knexLine, knexLineNeeds } from '../../../pure/knexLine';

/** What a plugin's start does, as a line for a shell where there is one. */
export function latestByHand(
  ledger: LedgerFact,
  identity: Identity,
): JudgedRemedy {
  const shell = knexLine(['migrate:latest'], ledger, identity);
  return shell
    ? {
        text: ` The line for a shell does the same by hand; ${knexLineNeeds(
          identity,
        )}`,
        shell,
      }
    : { text: '' };
}

/** Undoes migrations in the order given, where there are lines for it. */
export function downByHand(
  names: readonly string[],
  ledger: LedgerFact,
  identity: Identity,
): ShellLines | undefined {
  const lines = names.flatMap(
    name => knexLine(['migrate:down', name], ledger, identity) ?? [],
  );
  return lines.length < names.length
    ? undefined
    : {
        full: lines.map(({ full }) => full).join('\n'),
        withoutFolders: lines
          .map(({ withoutFolders }) => withoutFolders)
          .join('\n'),
      };
}
