import type {
  ObservedDatabase,
  Relations,
} from 'backstage-plugin-database-health-node';
import { measure } from './measure';

/**
 * Tables with their partitions, TOAST and indexes, in database mode those of
 * all schemas that are not the server's own.
 *
 * @internal
 */
export async function readRelations(db: ObservedDatabase): Promise<Relations> {
  const { tables, indexes } = await measure(db);
  return {
    tables: tables.map(table => ({ estimatedRows: null, ...table })),
    indexes,
  };
}
