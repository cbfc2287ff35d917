import type { Engine } from 'backstage-plugin-database-health-common';
import { mysql } from './mysql';
import { postgres } from './postgres';
import { sqlite } from './sqlite';
import type { EngineAdapter, UnsupportedEngine } from './types';

/**
 * Every engine that can be read.
 *
 * @internal
 */
export const engineAdapters: readonly EngineAdapter[] = [
  postgres,
  mysql,
  sqlite,
];

/**
 * The adapter of an engine, or why there is none.
 *
 * @internal
 */
export function adapterFor(engine: Engine): EngineAdapter | UnsupportedEngine {
  return (
    engineAdapters.find(adapter => adapter.engine === engine) ?? {
      unsupported: `Databases of the engine ${engine} are not supported yet`,
    }
  );
}
