import type { DatabaseDetail } from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import type { Snapshot } from '../picture/types';
import { poolsOfReplicas } from './connections';
import { ReadContext, ledgersOf, toDatabase } from './databases';
import { ledgerFor, resultFor } from './folders';
import { queriesOf } from './queries';
import { indexesOf, tablesOf } from './relations';
import { sessionsOfDatabase } from './sessions';

/** All that is known of one plugin database, checks of its server included. */
export function toDetail(
  picture: Picture,
  snapshot: Snapshot,
  {
    replicaId,
    details,
    ...context
  }: ReadContext & { replicaId: string; details: boolean },
): DatabaseDetail {
  const server = picture.servers().find(({ id }) => id === snapshot.serverId);
  return {
    database: toDatabase(snapshot, context),
    checks: [...snapshot.results, ...(server?.results ?? [])].map(result =>
      resultFor({ details }, result),
    ),
    tables: tablesOf(snapshot.known),
    indexes: indexesOf(snapshot.known),
    ledgers:
      ledgersOf(snapshot)?.map(ledger => ledgerFor({ details }, ledger)) ??
      null,
    pools: poolsOfReplicas(snapshot, replicaId),
    queries: queriesOf(snapshot, { replicaId, details }),
    ...(details && {
      settings: snapshot.observation
        ? [...snapshot.observation.settings()]
        : null,
      sessions: sessionsOfDatabase(snapshot, picture.snapshots()),
    }),
  };
}
