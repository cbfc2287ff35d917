import type { FactName } from 'backstage-plugin-database-health-node';
import { mysql } from './mysql';
import { postgres } from './postgres';
import { sqlite } from './sqlite';
import type { EngineAdapter, Engines } from './types';

/** Those that come with the plugin. */
export const engineAdapters: Engines = {
  postgres,
  mysql,
  sqlite,
};

/** The facts that an engine reads. */
export function readableFacts({
  inspector,
}: EngineAdapter): ReadonlySet<FactName> {
  return new Set(Object.keys(inspector) as FactName[]);
}
