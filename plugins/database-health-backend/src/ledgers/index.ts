export { MigrationContents } from './contents';
export { InstalledPackages } from './installedPackages';
export { LedgerKnowledge } from './knowledge';
export { listMigrations } from './migrationFolders';
export { LedgerOwners } from './owners';
export { withSources } from './sharing';
