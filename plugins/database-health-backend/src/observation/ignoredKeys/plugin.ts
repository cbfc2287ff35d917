import { textOf } from '../../pure/connection';
import { mergedConnection } from '../configured';
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

/** What Backstage documents for one plugin, and reads. */
const readForPlugin = [
  ...['client', 'connection', 'ensureExists', 'knexConfig', 'skipMigrations'],
];

/**
 * What Backstage reads in place of the `ensureSchemaExists` that it documents.
 *
 * @see `computePgPluginConfig` of `@backstage/backend-defaults`
 */
const misnamed = 'getEnsureSchemaExistsConfig';

/** Why a key of one plugin does nothing, or something elsewhere. */
export function whyOfPlugin(
  database: Database,
  key: string,
  pluginId: string,
): Why | undefined {
  const driver = driverFor(database, pluginId);
  if (readForSome.includes(key) && !driver.commonKeys.includes(key)) {
    return { fault: 'other-client' };
  }
  if (
    [...readForAll, ...readForSome].includes(key) &&
    !readForPlugin.includes(key)
  ) {
    return { fault: 'common-only', nearest: key };
  }
  if (key === 'ensureExists') {
    return ownOf(database, pluginId)[key] &&
      driver.makesInCommon &&
      isElsewhere(database, pluginId)
      ? { fault: 'other-server' }
      : undefined;
  }
  return [...readForPlugin, misnamed].includes(key)
    ? undefined
    : unknown(key, `plugin.${pluginId}.`, readForPlugin);
}

/** Whether it looks for its database, or in it for its schema, on its own. */
function isElsewhere(database: Database, pluginId: string): boolean {
  const { addressOf } = driverFor(database, pluginId);
  const own = mergedConnection(database, pluginId);
  const common = mergedConnection({ ...database, plugin: {} }, pluginId);
  return (
    addressOf(own, pluginId) !== addressOf(common, pluginId) ||
    (isBySchema(database) && textOf(own.database) !== textOf(common.database))
  );
}
