import type { Knex } from 'knex';
import { nowMs } from '../clock';

/** The number under which samples of a plugin database are kept. */
export async function findDatabase(
  knex: Knex,
  databaseId: string,
): Promise<number | undefined> {
  const row = await knex('sampled_databases')
    .where({ database_id: databaseId })
    .first('id');
  return row?.id;
}

/** Makes sure that it has one, before the transaction that locks it. */
export async function enterDatabase(
  knex: Knex,
  databaseId: string,
): Promise<number> {
  const found = await findDatabase(knex, databaseId);
  if (found !== undefined) {
    return found;
  }
  await knex('sampled_databases')
    .insert({ database_id: databaseId })
    .onConflict('database_id')
    .ignore();
  return (await findDatabase(knex, databaseId))!;
}

/**
 * Now, by the clock of the database, in epoch milliseconds; until the
 * transaction ends nobody else writes of this plugin database. `undefined`
 * where it was forgotten.
 */
export async function lockDatabase(
  transaction: Knex,
  databaseNo: number,
): Promise<number | undefined> {
  const row = await transaction('sampled_databases')
    .where({ id: databaseNo })
    .forUpdate()
    .first(transaction.raw('? as now', [nowMs(transaction)]));
  return row && Number(row.now);
}
