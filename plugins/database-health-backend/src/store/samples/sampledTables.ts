import type { Knex } from 'knex';
import { decodeMeasures } from './measures';

/** Tables of one plugin database of which samples are kept at once (ours). */
const mostTables = 200;

/** Others may write here, too (ours). */
const mostRead = 2 * mostTables;

/** Below this it is not worth looking which of them still have samples. */
const manyTables = 60;

/** Longer names are not kept; no engine makes such by itself. */
const longestName = 255;

/** Names of the sampled tables of one plugin database, by their number. */
export async function sampledTables(
  knex: Knex,
  databaseNo: number,
): Promise<Map<number, string>> {
  const rows = await knex('sampled_tables')
    .where({ database_no: databaseNo })
    .orderBy('table_no')
    .limit(mostRead)
    .select('table_no', 'name');
  return new Map(rows.map(({ table_no, name }) => [table_no, name]));
}

/**
 * Numbers of these tables by name; new ones get a number as long as there are
 * few. The caller must hold the lock of the plugin database.
 */
export async function numbersOfTables(
  transaction: Knex,
  databaseNo: number,
  names: readonly string[],
): Promise<Map<string, number>> {
  const known = await sampledTables(transaction, databaseNo);
  const numbers = new Map([...known].map(([no, name]) => [name, no]));
  let next = Math.max(-1, ...known.keys()) + 1;
  const added = names
    .filter(name => !numbers.has(name) && name.length <= longestName)
    .slice(0, Math.max(0, mostTables - known.size))
    .map(name => {
      const no = next;
      next += 1;
      numbers.set(name, no);
      return { database_no: databaseNo, table_no: no, name };
    });
  if (added.length > 0) {
    await transaction('sampled_tables').insert(added);
  }
  return numbers;
}

/**
 * Forgets tables that no sample speaks of any more, so that numbers stay few.
 * The caller must hold the lock of the plugin database.
 */
export async function forgetTables(
  transaction: Knex,
  databaseNo: number,
): Promise<void> {
  const known = await sampledTables(transaction, databaseNo);
  if (known.size < manyTables) {
    return;
  }
  const samples: Buffer[] = await transaction('samples')
    .where({ database_no: databaseNo })
    .whereNotNull('tables')
    .pluck('tables');
  const used = new Set(
    samples.flatMap(tables => [...decodeMeasures(tables).keys()]),
  );
  const unused = [...known.keys()].filter(no => !used.has(no));
  if (unused.length > 0) {
    await transaction('sampled_tables')
      .where({ database_no: databaseNo })
      .whereIn('table_no', unused)
      .delete();
  }
}
