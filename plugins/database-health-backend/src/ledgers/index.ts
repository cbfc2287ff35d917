export { Claims } from './claims';
export { MigrationContents } from './contents';
export { InstalledPackages, listMigrations } from './installedPackages';
export { LedgerKnowledge } from './knowledge';
