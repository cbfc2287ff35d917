import type { SizeLimit } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';

/**
 * How big a plugin database may become: what the configuration grants it, else
 * what it holds now and the free space of its disk, else `null`.
 */
export function sizeLimitOf(
  pluginId: string,
  { size, disk }: Readings,
  { budgets }: Pick<DatabaseHealthConfig, 'budgets'>,
): SizeLimit | null {
  const budgetBytes =
    budgets.bytesByPlugin.get(pluginId) ?? budgets.defaultBytes;
  if (budgetBytes !== undefined) {
    return { bytes: budgetBytes, of: 'budget' };
  }
  return size?.status === 'read' && disk?.status === 'read' && disk.value
    ? { bytes: size.value.bytes + disk.value.freeBytes, of: 'disk' }
    : null;
}
