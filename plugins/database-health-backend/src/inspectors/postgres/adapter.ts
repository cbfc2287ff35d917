import type { EngineAdapter } from '../types';
import { readConnections } from './connections';
import { readIdentity } from './identity';
import { readLedgers } from './ledgers';
import { readNeighbours } from './neighbours';
import { readRelations } from './relations';
import { openSession, ping } from './session';
import { readSize } from './size';

/**
 * PostgreSQL, in database and in schema mode.
 *
 * @internal
 */
export const postgres: EngineAdapter = {
  engine: 'postgres',
  inspector: {
    identity: readIdentity,
    size: readSize,
    relations: readRelations,
    ledgers: readLedgers,
    connections: readConnections,
    neighbours: readNeighbours,
  },
  ping,
  openSession,
};
