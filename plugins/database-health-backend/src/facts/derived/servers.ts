import { createHash } from 'node:crypto';
import type { Observation } from '../../observation/types';
import type { Snapshot } from '../../picture/types';

/**
 * The server of a plugin database. Says nothing of the host, since it leaves
 * by routes that must not. An SQLite file is its own server.
 */
export function serverIdOf({
  pluginId,
  configured,
}: Pick<Observation, 'pluginId' | 'configured'>): string {
  return configured.engine === 'sqlite'
    ? `sqlite-${pluginId}`
    : `${configured.engine}-${createHash('sha256')
        .update(configured.address)
        .digest('hex')
        .slice(0, 8)}`;
}

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
