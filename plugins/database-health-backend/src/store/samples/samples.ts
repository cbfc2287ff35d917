import type { HistoryReport } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { z } from 'zod/v4';
import { rowOf, text } from '../columns';
import type { Store, StorePart } from '../store';
import {
  encodeNumbers,
  encodeTables,
  pointOfNumbers,
  pointOfTables,
  Sample,
  SamplePoint,
} from './rows';
import { enterDatabase, findDatabase, lockDatabase } from './sampledDatabases';
import { numbersOfTables, sampledTables } from './sampledTables';
import { hourMinutes, Retention, thinDatabase } from './thinning';

const firstOf = rowOf(
  z.object({
    database_id: text,
    minute: z
      .int()
      .min(0)
      .max(2 ** 31),
  }),
);

/**
 * Numbers over time. One row holds all that one survey measured, in few bytes,
 * since two years of a hundred plugin databases must fit into 50 MB:
 * docs/adr/0010-a-row-of-few-bytes-per-survey.md has the arithmetic.
 */
export class Samples {
  readonly #store: StorePart;
  /** That the names can be read says nothing of the samples. */
  readonly #names: StorePart;

  constructor(store: Store) {
    this.#store = store.part('samples');
    this.#names = store.part('sampledNames');
  }

  /**
   * Keeps a sample that was taken so long ago: the last of each minute, and its
   * tables only where there are none of the hour yet. `undefined` where the
   * store did not take it.
   */
  async note(
    databaseId: string,
    sample: Sample,
    ageMs: number,
  ): Promise<true | undefined> {
    return this.#store.use(async knex => {
      const databaseNo = await enterDatabase(knex, databaseId);
      return knex.transaction(async transaction => {
        const now = await lockDatabase(transaction, databaseNo);
        if (now === undefined) {
          throw new Error('The plugin database was forgotten meanwhile');
        }
        const minute = Math.floor((now - ageMs) / 60_000);
        const tables =
          sample.tables &&
          !(await hasTables(
            transaction,
            databaseNo,
            minute - (minute % hourMinutes),
          ))
            ? encodeTables(
                sample.tables,
                await numbersOfTables(transaction, databaseNo, [
                  ...sample.tables.keys(),
                ]),
              )
            : null;
        await transaction('samples')
          .insert({
            database_no: databaseNo,
            minute,
            numbers: encodeNumbers(sample),
            tables,
          })
          .onConflict(['database_no', 'minute'])
          .merge(tables ? ['numbers', 'tables'] : ['numbers']);
        return true as const;
      });
    });
  }

  /** Oldest first; `undefined` where the store does not work. */
  async points(
    databaseId: string,
    metric: HistoryReport['metric'],
    sinceMs: number,
  ): Promise<SamplePoint[] | undefined> {
    const [points] =
      (await this.pointsOfEach(databaseId, [metric], sinceMs)) ?? [];
    return points;
  }

  /** The same for each of several metrics, with one look at the store. */
  async pointsOfEach(
    databaseId: string,
    metrics: readonly HistoryReport['metric'][],
    sinceMs: number,
  ): Promise<SamplePoint[][] | undefined> {
    return this.#store.read(async knex => {
      const databaseNo = await findDatabase(knex, databaseId);
      const rows =
        databaseNo === undefined
          ? []
          : await since(knex, sinceMs)
              .where({ database_no: databaseNo })
              .orderBy('minute')
              .select('minute', 'numbers');
      return metrics.map(metric =>
        rows.flatMap(row => pointOfNumbers(row, metric)),
      );
    });
  }

  /** The names of the tables of which there are samples. */
  async tableNames(databaseId: string): Promise<string[] | undefined> {
    return this.#names.read(async knex => {
      const databaseNo = await findDatabase(knex, databaseId);
      return databaseNo === undefined
        ? []
        : [...(await sampledTables(knex, databaseNo)).values()];
    });
  }

  /** Bytes of one table, oldest first. */
  async tablePoints(
    databaseId: string,
    name: string,
    sinceMs: number,
  ): Promise<SamplePoint[] | undefined> {
    return this.#store.read(async knex => {
      const databaseNo = await findDatabase(knex, databaseId);
      if (databaseNo === undefined) {
        return [];
      }
      const tables = await sampledTables(knex, databaseNo);
      const [tableNo] = [...tables].find(([, each]) => each === name) ?? [-1];
      const rows = await since(knex, sinceMs)
        .where({ database_no: databaseNo })
        .whereNotNull('tables')
        .orderBy('minute')
        .select('minute', 'tables');
      return rows.flatMap(row => pointOfTables(row, tableNo));
    });
  }

  /** When the first sample of each plugin database was taken, epoch milliseconds. */
  async firstOfEach(): Promise<Map<string, number> | undefined> {
    return this.#store.read(async knex => {
      // One step into the index for each, however many samples there are.
      const rows = await knex('sampled_databases').select('database_id', {
        minute: knex('samples')
          .min('minute')
          .where('database_no', knex.ref('sampled_databases.id')),
      });
      return new Map(
        this.#store
          .accepted(
            rows.filter(({ minute }) => minute !== null),
            firstOf,
          )
          .map(({ database_id, minute }) => [database_id, minute * 60_000]),
      );
    });
  }

  /**
   * Of every plugin database the last sample in each stretch of so many
   * minutes, oldest first.
   */
  async lastOfEach(
    stretchMinutes: number,
    metric: HistoryReport['metric'],
    sinceMs: number,
  ): Promise<Map<string, SamplePoint[]> | undefined> {
    return this.#store.read(async knex => {
      const last = since(knex, sinceMs)
        .select('database_no')
        .max({ last_minute: 'samples.minute' })
        .groupBy('database_no', knex.raw(stretchOf(stretchMinutes)));
      const rows = await knex('samples')
        .join(last.as('last'), join =>
          join
            .on('last.database_no', 'samples.database_no')
            .andOn('last.last_minute', 'samples.minute'),
        )
        .join(
          'sampled_databases',
          'sampled_databases.id',
          'samples.database_no',
        )
        .orderBy('samples.minute')
        .select('database_id', 'samples.minute', 'numbers');
      const points = new Map<string, SamplePoint[]>();
      for (const row of rows) {
        const ofDatabase = points.get(row.database_id) ?? [];
        ofDatabase.push(...pointOfNumbers(row, metric));
        points.set(row.database_id, ofDatabase);
      }
      return points;
    });
  }

  /**
   * Thins out and forgets what is too old, in batches that each leave
   * everything right. Resolves to whether all is done.
   */
  async thin(retention: Retention, mostBatches: number): Promise<boolean> {
    const databaseNos = await this.#names.read(knex =>
      knex('sampled_databases').orderBy('id').pluck('id'),
    );
    let left = mostBatches;
    for (const databaseNo of databaseNos ?? []) {
      for (let more = true; more; left -= 1) {
        const outcome =
          left > 0
            ? await this.#store.use(knex =>
                thinDatabase(knex, databaseNo, retention),
              )
            : undefined;
        if (!outcome) {
          return false;
        }
        more = outcome === 'more';
      }
    }
    return databaseNos !== undefined;
  }
}

async function hasTables(
  transaction: Knex,
  databaseNo: number,
  fromMinute: number,
): Promise<boolean> {
  const row = await transaction('samples')
    .where({ database_no: databaseNo })
    .where('minute', '>=', fromMinute)
    .where('minute', '<', fromMinute + hourMinutes)
    .whereNotNull('tables')
    .first('minute');
  return row !== undefined;
}

function since(knex: Knex, sinceMs: number) {
  return knex('samples').where(
    'samples.minute',
    '>=',
    Math.floor(sinceMs / 60_000),
  );
}

function stretchOf(minutes: number): string {
  return `samples.minute - samples.minute % ${Math.max(
    1,
    Math.round(minutes),
  )}`;
}
