import { pluginNamePrefix } from 'backstage-plugin-database-health-node';

/** An expression for the plugin that a session is named after; else null. */
export const pluginOfSession = `substring(application_name from '^${pluginNamePrefix}(.+)$')`;
