/** The plugin that watches; its database is watched like any other. */
export const ownPluginId = 'database-health';
