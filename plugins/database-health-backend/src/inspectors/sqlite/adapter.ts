import type { EngineAdapter } from '../types';
import { readDisk } from './disk';
import { readIdentity } from './identity';
import { readLedgers } from './ledgers';
import { readRelations } from './relations';
import { openDatabase, ping } from './openDatabase';
import { readSize } from './size';

/** SQLite, in a file or in memory, through better-sqlite3. */
export const sqlite: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    size: readSize,
    relations: readRelations,
    disk: readDisk,
    ledgers: readLedgers,
  },
  ping,
  openDatabase,
};
