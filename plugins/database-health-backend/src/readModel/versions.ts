import type { Rollback } from 'backstage-plugin-database-health-common';
import type { VersionRecord } from '../store';

/** The versions that were seen, with what differs from the one that runs. */
export function toVersions(
  versions: readonly VersionRecord[],
  currentId: string,
): Rollback['versions'] {
  const now = versions.find(({ id }) => id === currentId)?.packages ?? {};
  return versions.map(({ id, lastSeenAt, packages }) => ({
    id,
    lastSeenAt: lastSeenAt.toISOString(),
    current: id === currentId,
    changes: [...new Set([...Object.keys(packages), ...Object.keys(now)])]
      .filter(name => packages[name] !== now[name])
      .sort()
      .map(name => ({
        package: name,
        version: packages[name] ?? null,
        now: now[name] ?? null,
      })),
  }));
}
