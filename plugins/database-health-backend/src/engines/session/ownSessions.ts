import type { Observation } from '../../observation/types';

/**
 * The numbers that the server gave to the sessions of the plugin's pool in
 * this process, by the property in which the driver keeps them. A pooler in
 * between gives numbers of its own, and a foreign pool does not show its
 * connections: then there is nothing to leave out.
 */
export function ownSessions(
  observation: Pick<Observation, 'pooledConnections'>,
  property: 'processID' | 'threadId',
): number[] {
  return observation
    .pooledConnections()
    .map(
      each =>
        (each as Partial<Record<typeof property, unknown>> | undefined)?.[
          property
        ],
    )
    .filter(id => typeof id === 'number');
}
