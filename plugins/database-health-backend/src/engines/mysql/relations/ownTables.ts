/**
 * The tables of the plugin's own database, to be selected from. One that another
 * session changes has no size and no engine.
 */
export const ownTables = `
  information_schema.tables
  where table_schema = database()
    and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')`;

/** Engines that know the number of their bytes and rows; others estimate. */
export const exactEngines: readonly string[] = ['MyISAM', 'Aria'];
