import type { Observation } from 'backstage-plugin-database-health-node';

interface Pool {
  used?: readonly { resource?: { threadId?: unknown } }[];
  free?: Pool['used'];
}

/**
 * The numbers that the server gave to the sessions of the plugin's pool in
 * this process. A pooler in between gives numbers of its own, and a foreign
 * pool does not tell its connections: then there is nothing to leave out.
 *
 * @internal
 */
export function ownSessions({ client }: Observation): number[] {
  const pool: Pool | undefined = client?.client?.pool;
  return [pool?.used, pool?.free]
    .filter(Array.isArray)
    .flat()
    .map(each => each?.resource?.threadId)
    .filter(id => typeof id === 'number');
}
