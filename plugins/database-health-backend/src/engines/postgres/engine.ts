import type { EngineAdapter } from '../types';
import { readConnections } from './facts/connections';
import { readEncryption } from './facts/encryption';
import { readIdentity } from './facts/identity';
import { readLedgers } from './facts/ledgers';
import { readNeighbours } from './facts/neighbours';
import { readOwnership } from './facts/ownership';
import { readRelations } from './facts/relations';
import { readServerStatements } from './facts/serverStatements';
import { openDatabase, ping } from './session/openDatabase';
import { readSessions } from './facts/sessions';
import { readSize } from './facts/size';
import { readStatistics } from './facts/statistics';

/** PostgreSQL, in database and in schema mode. */
export const postgres: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    encryption: readEncryption,
    size: readSize,
    relations: readRelations,
    ledgers: readLedgers,
    neighbours: readNeighbours,
    ownership: readOwnership,
    serverStatements: readServerStatements,
    connections: readConnections,
    statistics: readStatistics,
    sessions: readSessions,
  },
  ping,
  openDatabase,
};
