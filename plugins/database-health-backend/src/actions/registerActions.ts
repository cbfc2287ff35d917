import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { getDatabase } from './getDatabase';
import { getHealth } from './getHealth';
import { listFindings } from './listFindings';
import type { ActionOptions } from './types';

/**
 * What programs may ask by way of Backstage's actions, such as MCP clients. As no
 * route does, no action touches a watched database.
 */
export function registerActions(
  registry: ActionsRegistryService,
  options: ActionOptions,
): void {
  getHealth(registry, options);
  listFindings(registry, options);
  getDatabase(registry, options);
}
