import type { EngineDatabase } from '../../types';

/** The sessions of a plugin work in another schema than that which is read. */
export class OtherSchemaError extends Error {
  override name = 'OtherSchemaError';

  constructor() {
    super('The session looks into another schema than the configured one');
  }
}

/**
 * In schema mode, where the session of the plugin looked first at the last read, if
 * that is not where it was told to: behind a pooler in transaction mode it has the
 * settings of others.
 */
export function foundSchemaOf({
  observation,
  sessionSchema,
}: EngineDatabase): string | null | undefined {
  const { schema } = observation.configured;
  return schema === undefined || sessionSchema === schema
    ? undefined
    : sessionSchema;
}
