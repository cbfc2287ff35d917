import type { Engine } from 'backstage-plugin-database-health-common';
import type { FactName } from 'backstage-plugin-database-health-node';
import { mysql } from './mysql';
import { postgres } from './postgres';
import { sqlite } from './sqlite';
import type { EngineAdapter } from './types';

/** Every engine, by its name. */
export const engineAdapters: Readonly<Record<Engine, EngineAdapter>> = {
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
