import type { EngineDatabase } from '../../types';
import { defaultSchema } from './openDatabase';

/** The sessions of a plugin work in another schema than that which is read. */
export class OtherSchemaError extends Error {
  override name = 'OtherSchemaError';

  constructor() {
    super('The session looks into another schema than the configured one');
  }
}

/**
 * In schema mode, where the session of the plugin looks first, if it is not where it
 * was told to: behind a pooler in transaction mode it has the settings of others.
 */
export async function readFoundSchema(
  db: EngineDatabase,
): Promise<string | null | undefined> {
  const { schema } = db.observation.configured;
  if (schema === undefined) {
    return undefined;
  }
  const [row] = await db.read(query =>
    query<{ found: string | null }>('select $1::text as found', [
      defaultSchema,
    ]),
  );
  return row.found === schema ? undefined : row.found;
}
