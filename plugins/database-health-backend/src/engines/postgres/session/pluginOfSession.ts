import { pluginNamePrefix } from '../../../observation/types';

/** An expression for the plugin that a session is named after; else null. */
export const pluginOfSession = `substring(application_name from '^${pluginNamePrefix}(.+)$')`;
