import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  AddedFact,
  FactName,
  ObservedDatabase,
} from 'backstage-plugin-database-health-node';
import type { EngineDatabase, Engines } from './types';

/** Every engine, with the readers of facts that modules added. */
export function withFacts(
  adapters: Engines,
  facts: readonly AddedFact<FactName>[],
): Engines {
  const extended = Object.entries(adapters).map(([engine, adapter]) => {
    const readers = facts.flatMap(
      ({ name, readers: { [engine as Engine]: read } }) =>
        read
          ? [
              [
                name,
                (db: EngineDatabase, databases: readonly string[]) =>
                  read(withoutClient(db), databases),
              ],
            ]
          : [],
    );
    const inspector = { ...adapter.inspector, ...Object.fromEntries(readers) };
    return [engine, { ...adapter, inspector }];
  });
  return Object.fromEntries(extended);
}

/** A module reads through what it is given, with its limits, or not at all. */
function withoutClient(db: EngineDatabase): ObservedDatabase {
  const { pluginId, configured } = db.observation;
  return {
    observation: { pluginId, configured },
    ...(db.sessionId !== undefined && { sessionId: db.sessionId }),
    read: work => db.read(work),
    ...(db.retire && { retire: reason => db.retire?.(reason) }),
  };
}
