import type { Ledger, Rollback } from 'backstage-plugin-database-health-common';
import type { Identity } from '../pure/facts';
import { knexLine } from '../pure/knexLine';
import { ledgerKey } from '../pure/ledger';
import type { VersionRecord } from '../store';
import { linesFor } from './folders';

/** What the ledgers are compared with. */
export type RollbackSource =
  | { version: VersionRecord }
  | { directory: string; databaseId: string; names: readonly string[] };

/** What lines that undo are made with. */
interface UndoContext {
  /** What is known of a plugin database. */
  identityOf(databaseId: string): Identity | undefined;
  /** Whether they name folders of the machine. */
  details: boolean;
}

/** Where a version is wanted and none is known. */
export const nothingToCompare =
  'No other version of this backend has been seen yet, so there is nothing to compare with.';

export function toRollback(
  ledgers: readonly Ledger[],
  source: RollbackSource | undefined,
  options: UndoContext & {
    versions: Readonly<Rollback['versions']>;
    /** Plugin databases of which no ledger was ever read. */
    unread: readonly string[];
  },
): Rollback {
  const versions = [...options.versions];
  if (!source) {
    return {
      safe: false,
      reasons: [nothingToCompare],
      target: null,
      ledgers: [],
      versions,
    };
  }
  const compared = ledgers.flatMap(ledger => {
    const names = namesIn(source, ledger);
    return names ? [compare(ledger, names, options)] : [];
  });
  const unread = ledgers.filter(({ unreadable }) => unreadable);
  const reasons = [
    ...compared.filter(({ safe }) => !safe).map(describe),
    ...unread.map(
      ({ databaseId, table }) =>
        `${databaseId}: ${table} could not be read, so nobody knows.`,
    ),
    ...options.unread
      .filter(id => isIn(source, id))
      .map(id => `${id}: its ledgers have not been read, so nobody knows.`),
  ];
  return {
    safe: reasons.length === 0,
    reasons,
    target:
      'version' in source
        ? { versionId: source.version.id }
        : { directory: source.directory },
    ledgers: compared,
    versions,
  };
}

/** `undefined` where the other version does not know the ledger: it asks nothing of it. */
function namesIn(
  source: RollbackSource,
  ledger: Ledger,
): readonly string[] | undefined {
  if ('names' in source) {
    return source.databaseId === ledger.databaseId ? source.names : undefined;
  }
  return source.version.ledgers.find(
    known =>
      known.databaseId === ledger.databaseId &&
      known.ledger === ledgerKey(ledger),
  )?.names;
}

/** Whether the other version asks anything of a plugin database. */
function isIn(source: RollbackSource, id: string): boolean {
  return 'names' in source
    ? source.databaseId === id
    : source.version.ledgers.some(({ databaseId }) => databaseId === id);
}

function compare(
  ledger: Ledger,
  names: readonly string[],
  context: UndoContext,
): Rollback['ledgers'][number] {
  const { databaseId, table, schema, applied } = ledger;
  const missing = [...new Set(applied.map(({ name }) => name))]
    .filter(name => !names.includes(name))
    .reverse();
  const identity = context.identityOf(databaseId);
  const undo = (name: string) =>
    identity && knexLine(['migrate:down', name], ledger, identity);
  return {
    databaseId,
    table,
    ...(schema && { schema }),
    safe: missing.length === 0,
    missing,
    // Rows of another plugin are not to be undone, wherever they stand.
    commands: (ledger.sharedBy ? [] : missing)
      .flatMap(name => undo(name) ?? [])
      .map(lines => linesFor(context, lines)),
  };
}

function describe({
  databaseId,
  table,
  missing,
  commands,
}: Rollback['ledgers'][number]): string {
  return `${databaseId}: ${missing.length} applied ${
    missing.length === 1 ? 'migration' : 'migrations'
  } of ${table} would have no file (${missing.join(', ')}).${
    commands.length > 0
      ? ' Undoing drops the tables and columns that they made, with all that is in them: make a backup first.'
      : ''
  }`;
}
