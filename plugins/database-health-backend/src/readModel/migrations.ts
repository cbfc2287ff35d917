import type { Migrations } from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import { ledgersOf } from './databases';

/**
 * Every ledger of every plugin database, and whether a backend that checks
 * its list of migrations would refuse to start on one of them.
 */
export function toMigrations(picture: Picture): Migrations {
  const snapshots = [...picture.snapshots()].sort((a, b) =>
    a.observation.pluginId.localeCompare(b.observation.pluginId),
  );
  const ledgers = snapshots.flatMap(snapshot => ledgersOf(snapshot) ?? []);
  const unread = snapshots
    .filter(snapshot => ledgersOf(snapshot) === null)
    .map(({ observation }) => observation.pluginId);
  const reasons = [
    ...ledgers
      .filter(({ missing }) => missing.length > 0)
      .map(
        ({ databaseId, table, missing }) =>
          `${databaseId}: ${table} has ${missing.length} applied ${
            missing.length === 1 ? 'migration' : 'migrations'
          } without a file (${missing.join(', ')})`,
      ),
    ...unread.map(
      pluginId =>
        `${pluginId}: its ledgers have not been read, so nobody knows`,
    ),
  ];
  return { ledgers, rollback: { safe: reasons.length === 0, reasons } };
}
