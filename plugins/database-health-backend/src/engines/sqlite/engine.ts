import type { EngineAdapter } from '../types';
import { readDisk } from './facts/disk';
import { readFile } from './facts/file';
import { readIdentity } from './facts/identity';
import { readLedgers } from './facts/ledgers';
import { readRelations } from './facts/relations';
import { openDatabase, ping } from './session/openDatabase';
import { readSize } from './facts/size';

/** SQLite, in a file or in memory, through better-sqlite3. */
export const sqlite: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    size: readSize,
    relations: readRelations,
    disk: readDisk,
    file: readFile,
    ledgers: readLedgers,
  },
  ping,
  openDatabase,
};
