import { z } from 'zod/v4';
import { engine, text, yes } from '../facts/shapes/parts';
import type { WatchedDatabase } from '../picture/types';

/** What of a plugin database others need to know it by. */
export function toWatched({
  pluginId,
  configured,
  migrationsSkipped,
}: WatchedDatabase): WatchedDatabase {
  return { pluginId, configured, migrationsSkipped };
}

/** The same as it comes from the store, which may hold anything. */
export const watched: z.ZodType<WatchedDatabase> = z.object({
  pluginId: text.min(1),
  configured: z.object({
    engine,
    name: text,
    schema: text.optional(),
    namePrefix: text.optional(),
    tokenProvider: z.enum(['azure', 'cloudsql', 'rds']).optional(),
    address: text,
  }),
  migrationsSkipped: yes,
});
