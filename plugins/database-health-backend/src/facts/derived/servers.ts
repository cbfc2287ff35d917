import type { Snapshot } from '../../picture/types';

/**
 * What one look at the server of a plugin database can see. In schema mode it is
 * the one database: no session sees the schemas of another.
 */
export function coverageOf({
  serverId,
  database: { configured },
}: Pick<Snapshot, 'serverId' | 'database'>): string {
  return configured.schema === undefined
    ? serverId
    : `${serverId} ${configured.name}`;
}
