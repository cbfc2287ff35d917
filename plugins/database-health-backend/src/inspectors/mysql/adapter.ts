import type { EngineAdapter } from '../types';
import { readConnections } from './connections';
import { readIdentity } from './identity';
import { readLedgers } from './ledgers';
import { readNeighbours } from './neighbours';
import { readRelations } from './relations';
import { openDatabase, ping } from './openDatabase';
import { readSize } from './size';

/** MySQL and MariaDB, through mysql2. */
export const mysql: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    size: readSize,
    relations: readRelations,
    ledgers: readLedgers,
    neighbours: readNeighbours,
    connections: readConnections,
  },
  ping,
  openDatabase,
};
