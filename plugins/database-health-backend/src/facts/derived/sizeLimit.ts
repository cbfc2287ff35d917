import type { SizeLimit } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../../config';

/**
 * How big a plugin database may become: what the configuration grants it, else
 * what it holds now and the free space of its disk, else `null`.
 */
export function sizeLimitOf(
  pluginId: string,
  readings: Readings,
  { budgets }: Pick<DatabaseHealthConfig, 'budgets'>,
): SizeLimit | null {
  const budgetBytes =
    budgets.bytesByPlugin.get(pluginId) ?? budgets.defaultBytes;
  if (budgetBytes !== undefined) {
    return { bytes: budgetBytes, of: 'budget' };
  }
  const size = valueOf(readings.size);
  const disk = valueOf(readings.disk);
  return size && disk
    ? { bytes: size.bytes + disk.freeBytes, of: 'disk' }
    : null;
}
