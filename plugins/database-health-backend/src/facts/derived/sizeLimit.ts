import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../../config';
import { derivedFact, type Moment } from './derive';

/** A plugin database whose readings are judged. */
export interface DatabaseSubject extends Moment {
  readonly pluginId: string;
  /** What was known of it before. */
  readonly before: Readings;
  readonly budgets: DatabaseHealthConfig['budgets'];
}

/**
 * How big a plugin database may become: what the configuration grants it, else
 * what it holds now and the free space of its disk, else `null`.
 */
export const sizeLimit = derivedFact({
  fact: 'sizeLimit',
  needs: [],
  derive(readings, { pluginId, before, budgets }: DatabaseSubject) {
    const budgetBytes =
      budgets.bytesByPlugin.get(pluginId) ?? budgets.defaultBytes;
    if (budgetBytes !== undefined) {
      return { bytes: budgetBytes, of: 'budget' as const };
    }
    const size = valueOf(readings.size) ?? valueOf(before.size);
    const disk = valueOf(readings.disk) ?? valueOf(before.disk);
    return size && disk
      ? { bytes: size.bytes + disk.freeBytes, of: 'disk' as const }
      : null;
  },
});
