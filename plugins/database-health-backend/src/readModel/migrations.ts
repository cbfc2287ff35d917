import type {
  Ledger,
  Migrations,
} from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Picture } from '../picture/picture';
import type { VersionRecord } from '../store';
import { ledgersOf } from './databases';
import { ledgerFor } from './folders';
import { RollbackSource, toRollback } from './rollback';
import { toVersions } from './versions';

/** What the store remembers of versions; empty while it does not work. */
export interface KnownVersions {
  readonly currentId: string;
  /** Newest first. */
  readonly versions: readonly VersionRecord[];
}

/** Every ledger of every plugin database, and whether one may roll back. */
export function toMigrations(
  picture: Picture,
  known: KnownVersions,
  { source, details }: { source: RollbackSource | undefined; details: boolean },
): Migrations {
  const ledgers = allLedgers(picture);
  const unread = picture
    .snapshots()
    .filter(snapshot => !ledgersOf(snapshot))
    .map(({ database }) => database.pluginId)
    .sort();
  const last = known.versions.find(({ id }) => id !== known.currentId);
  return {
    ledgers: ledgers.map(ledger => ledgerFor({ details }, ledger)),
    rollback: toRollback(ledgers, source ?? (last && { version: last }), {
      details,
      unread,
      versions: toVersions(known.versions, known.currentId),
      identityOf: databaseId =>
        valueOf(
          picture
            .snapshots()
            .find(({ database }) => database.pluginId === databaseId)?.known
            .identity,
        ),
    }),
  };
}

function allLedgers(picture: Picture): Ledger[] {
  return [...picture.snapshots()]
    .sort((a, b) => a.database.pluginId.localeCompare(b.database.pluginId))
    .flatMap(snapshot => ledgersOf(snapshot) ?? []);
}
