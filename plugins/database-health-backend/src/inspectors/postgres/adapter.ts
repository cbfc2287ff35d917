import type { EngineAdapter } from '../types';
import { readConnections } from './connections';
import { readIdentity } from './identity';
import { readLedgers } from './ledgers';
import { readNeighbours } from './neighbours';
import { readRelations } from './relations';
import { readServerStatements } from './serverStatements';
import { openDatabase, ping } from './openDatabase';
import { readSessions } from './sessions';
import { readSize } from './size';
import { readStatistics } from './statistics';

/** PostgreSQL, in database and in schema mode. */
export const postgres: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    size: readSize,
    relations: readRelations,
    ledgers: readLedgers,
    neighbours: readNeighbours,
    serverStatements: readServerStatements,
    connections: readConnections,
    statistics: readStatistics,
    sessions: readSessions,
  },
  ping,
  openDatabase,
};
