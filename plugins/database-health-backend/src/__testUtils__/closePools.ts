import type { DatabaseObservations } from '../observation/types';

/**
 * Closes what the plugins of a backend have open that was stopped. Backstage
 * 1.55 leaves it open: its shutdown looks for `sqlite3` in the configuration of
 * a client as if that were a text, and swallows that it fails. Pools would keep
 * the process of the tests alive.
 */
export async function closePools(
  observations: DatabaseObservations,
): Promise<void> {
  await Promise.all(observations.list().map(({ client }) => client?.destroy()));
}
