import type {
  Identity,
  LedgerFact,
} from 'backstage-plugin-database-health-node';
import { knexLine, knexLineNeeds } from 'backstage-plugin-database-health-node';

/** What a plugin's start does, as a line for a shell where there is one. */
export function latestByHand(
  ledger: LedgerFact,
  identity: Identity,
): { text: string; shell?: string } {
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
): string | undefined {
  const lines = names.map(name =>
    knexLine(['migrate:down', name], ledger, identity),
  );
  return lines.includes(undefined) ? undefined : lines.join('\n');
}
