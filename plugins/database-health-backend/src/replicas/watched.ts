import type { WatchedDatabase } from '../picture/types';

/** What of a plugin database others need to know it by. */
export function toWatched({
  pluginId,
  configured,
  migrationsSkipped,
}: WatchedDatabase): WatchedDatabase {
  return { pluginId, configured, migrationsSkipped };
}
