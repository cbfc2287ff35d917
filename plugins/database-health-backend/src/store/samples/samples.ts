import type { HistoryMetric } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import type { Store, StorePart } from '../store';
import { decodeMeasures, encodeMeasures, Measure, Measures } from './measures';
import { enterDatabase, findDatabase, lockDatabase } from './sampledDatabases';
import { numbersOfTables, sampledTables } from './sampledTables';
import { hourSeconds, Retention, thinDatabase } from './thinning';

/** What a survey of one plugin database measured. */
export interface Sample {
  readonly numbers: Readonly<Partial<Record<HistoryMetric, number>>>;
  /** Bytes by table; `undefined` where they were not read. */
  readonly tables?: ReadonlyMap<string, number>;
}

/** A number over a stretch of time that ends at `at`, epoch milliseconds. */
export interface SamplePoint extends Measure {
  readonly at: number;
}

/** What each metric is kept as: whole numbers of a unit of so much. */
const kept: Record<HistoryMetric, { no: number; unit: number }> = {
  size: { no: 0, unit: 1 },
  // Milliseconds in, microseconds kept.
  ping: { no: 1, unit: 0.001 },
  connections: { no: 2, unit: 1 },
};

/** Every engine stores in pages of whole KiB, so that nothing is lost. */
const tableUnit = 1024;

/**
 * Numbers over time. One row holds all that one survey measured, in few bytes,
 * since two years of a hundred plugin databases must fit into 50 MB:
 * docs/adr/0007-history.md has the arithmetic.
 */
export class Samples {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('samples');
  }

  /**
   * Keeps a sample that was taken so long ago; its tables only where there are
   * none of this hour yet. `undefined` where the store did not take it.
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
        const at = Math.floor((now - ageMs) / 1000);
        await transaction('samples')
          .insert({
            database_no: databaseNo,
            at,
            numbers: encodeMeasures(numbersOf(sample)),
            tables:
              sample.tables &&
              !(await hasTables(
                transaction,
                databaseNo,
                at - (at % hourSeconds),
              ))
                ? await encodeTables(transaction, databaseNo, sample.tables)
                : null,
          })
          .onConflict(['database_no', 'at'])
          .merge();
        return true as const;
      });
    });
  }

  /** Oldest first; `undefined` where the store does not tell. */
  async points(
    databaseId: string,
    metric: HistoryMetric,
    sinceMs: number,
  ): Promise<SamplePoint[] | undefined> {
    return this.#store.read(async knex => {
      const databaseNo = await findDatabase(knex, databaseId);
      const rows =
        databaseNo === undefined
          ? []
          : await since(knex, sinceMs)
              .where({ database_no: databaseNo })
              .orderBy('at')
              .select('at', 'numbers');
      return rows.flatMap(row => pointOf(row, metric));
    });
  }

  /** The names of the tables of which there are samples. */
  async tableNames(databaseId: string): Promise<string[] | undefined> {
    return this.#store.read(async knex => {
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
        .orderBy('at')
        .select('at', 'tables');
      return rows.flatMap(({ at, tables: bytes }) =>
        toPoint(at, decodeMeasures(bytes).get(tableNo), tableUnit),
      );
    });
  }

  /**
   * Of every plugin database the last sample in each stretch of so many
   * seconds, oldest first.
   */
  async lastOfEach(
    stretchSeconds: number,
    metric: HistoryMetric,
    sinceMs: number,
  ): Promise<Map<string, SamplePoint[]> | undefined> {
    return this.#store.read(async knex => {
      const last = since(knex, sinceMs)
        .select('database_no')
        .max({ last_at: 'samples.at' })
        .groupBy('database_no', knex.raw(stretchOf(stretchSeconds)));
      const rows = await knex('samples')
        .join(last.as('last'), join =>
          join
            .on('last.database_no', 'samples.database_no')
            .andOn('last.last_at', 'samples.at'),
        )
        .join(
          'sampled_databases',
          'sampled_databases.id',
          'samples.database_no',
        )
        .orderBy('samples.at')
        .select('database_id', 'samples.at', 'numbers');
      const points = new Map<string, SamplePoint[]>();
      for (const row of rows) {
        const ofDatabase = points.get(row.database_id) ?? [];
        ofDatabase.push(...pointOf(row, metric));
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
    const databaseNos = await this.#store.read(knex =>
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

function numbersOf({ numbers }: Sample): Measures {
  return new Map(
    (Object.keys(kept) as HistoryMetric[]).flatMap(metric => {
      const value = numbers[metric];
      const { no, unit } = kept[metric];
      return value === undefined ? [] : [[no, once(value / unit)]];
    }),
  );
}

async function encodeTables(
  transaction: Knex,
  databaseNo: number,
  tables: ReadonlyMap<string, number>,
): Promise<Buffer> {
  const names = [...tables.keys()];
  const nos = await numbersOfTables(transaction, databaseNo, names);
  return encodeMeasures(
    new Map(
      [...tables].flatMap(([name, bytes]): [number, Measure][] => {
        const no = nos.get(name);
        return no === undefined ? [] : [[no, once(bytes / tableUnit)]];
      }),
    ),
  );
}

function once(value: number): Measure {
  const whole = Math.max(0, Math.round(value));
  return { last: whole, min: whole, max: whole };
}

function pointOf(
  { at, numbers }: { at: string | number; numbers: Buffer },
  metric: HistoryMetric,
): SamplePoint[] {
  const { no, unit } = kept[metric];
  return toPoint(at, decodeMeasures(numbers).get(no), unit);
}

/** PostgreSQL's driver tells a `bigint` as text. */
function toPoint(
  at: string | number,
  measure: Measure | undefined,
  unit: number,
): SamplePoint[] {
  return measure
    ? [
        {
          at: Number(at) * 1000,
          last: measure.last * unit,
          min: measure.min * unit,
          max: measure.max * unit,
        },
      ]
    : [];
}

async function hasTables(
  transaction: Knex,
  databaseNo: number,
  fromSeconds: number,
): Promise<boolean> {
  const row = await transaction('samples')
    .where({ database_no: databaseNo })
    .where('at', '>=', fromSeconds)
    .where('at', '<', fromSeconds + hourSeconds)
    .whereNotNull('tables')
    .first('at');
  return row !== undefined;
}

function since(knex: Knex, sinceMs: number) {
  return knex('samples').where('samples.at', '>=', Math.floor(sinceMs / 1000));
}

function stretchOf(seconds: number): string {
  return `samples.at - samples.at % ${Math.round(seconds)}`;
}
