import type { Rollback } from 'backstage-plugin-database-health-common';
import { NameList } from './NameList';

/** The packages in which the version compared with is another one. */
export function VersionChanges({ rollback }: { rollback: Rollback }) {
  const { target, versions } = rollback;
  const version =
    target && 'versionId' in target
      ? versions.find(({ id }) => id === target.versionId)
      : undefined;
  return (
    <NameList
      component="h3"
      title="Packages that differ: that version → now"
      names={(version?.changes ?? []).map(change => ({
        name: change.package,
        more: `${change.version ?? 'not installed'} → ${
          change.now ?? 'not installed'
        }`,
      }))}
    />
  );
}
