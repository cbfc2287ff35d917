import type { EngineAdapter } from '../types';
import { readConnections } from './facts/connections';
import { readEncryption } from './facts/encryption';
import { readIdentity } from './facts/identity';
import { readLedgers } from './facts/ledgers';
import { readNeighbours } from './facts/neighbours';
import { readRelations } from './facts/relations';
import { openDatabase, ping } from './session/openDatabase';
import { readServerStatements } from './facts/serverStatements';
import { readSessions } from './facts/sessions';
import { readSize } from './facts/size';
import { readStatistics } from './facts/statistics';

/** MySQL and MariaDB, through mysql2. */
export const mysql: EngineAdapter = {
  inspector: {
    identity: readIdentity,
    encryption: readEncryption,
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
