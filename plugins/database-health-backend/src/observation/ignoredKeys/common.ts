import {
  type Database,
  driverFor,
  isBySchema,
  ownOf,
  readForAll,
  readForSome,
  unknown,
  type Why,
} from './why';

/** Why a common key does nothing for one plugin. */
export function whyOfCommon(
  database: Database,
  key: string,
  pluginId: string,
): Why | undefined {
  const { commonKeys } = driverFor(database, pluginId);
  if (readForAll.includes(key)) {
    return undefined;
  }
  if (!commonKeys.includes(key)) {
    return readForSome.includes(key)
      ? { fault: 'other-client' }
      : unknown(key, '', [...readForAll, ...readForSome]);
  }
  if (key === 'prefix' && isBySchema(database)) {
    return { fault: 'databases-only' };
  }
  if (key === 'schemaPrefix' && !isBySchema(database)) {
    return { fault: 'schemas-only' };
  }
  return key === 'ensureSchemaExists'
    ? whyOfSchemas(database, pluginId)
    : undefined;
}

function whyOfSchemas(database: Database, pluginId: string): Why | undefined {
  if (!isBySchema(database)) {
    return { fault: 'schemas-only' };
  }
  const { ensureExists = database.ensureExists ?? true } = ownOf(
    database,
    pluginId,
  );
  return ensureExists && !database.ensureSchemaExists
    ? { fault: 'made-anyway', nearest: 'ensureExists' }
    : undefined;
}
