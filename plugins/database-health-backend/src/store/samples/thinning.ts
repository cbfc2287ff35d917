import type { Knex } from 'knex';
import { decodeMeasures, encodeMeasures, mergeMeasures } from './measures';
import type { Measures } from './measures';
import { lockDatabase } from './sampledDatabases';
import { forgetTables } from './sampledTables';

/** How long samples are kept, and from what age on how many. */
export interface Retention {
  /** Every sample. */
  readonly fineMs: number;
  /** One an hour. */
  readonly hourlyMs: number;
  /** One a day. */
  readonly dailyMs: number;
}

/** Tables of which samples are kept, per survey and per thinned sample. */
export const tablesPerSample = 20;

export const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

/** Rows that are deleted in one transaction. */
const batchRows = 500;

/** Stretches of time that are thinned out in one transaction. */
const batchStretches = 24;

interface Row {
  minute: number;
  numbers: Buffer;
  tables: Buffer | null;
}

/**
 * Thins out one batch of samples of one plugin database. Of each hour or day
 * (UTC) that has passed, the last sample stays and takes the extremes of the
 * others, and of tables what was read last in that time; the very first of all
 * stays as it is. Doing it twice changes nothing.
 */
export async function thinDatabase(
  knex: Knex,
  databaseNo: number,
  retention: Retention,
): Promise<'more' | 'done'> {
  return knex.transaction(async transaction => {
    const now = await lockDatabase(transaction, databaseNo);
    if (now === undefined) {
      return 'done';
    }
    const ago = (ms: number, wholeMinutes = 1) => {
      const minute = Math.floor((now - ms) / 60_000);
      return minute - (minute % wholeMinutes);
    };
    const samples = () =>
      transaction('samples').where({ database_no: databaseNo });

    const tooOld = await samples()
      .where('minute', '<', ago(retention.dailyMs))
      .orderBy('minute')
      .limit(batchRows)
      .pluck('minute');
    if (tooOld.length > 0) {
      await samples().whereIn('minute', tooOld).delete();
      return 'more';
    }
    const [{ first }] = await samples().min({ first: 'minute' });
    if (first === null) {
      await transaction('sampled_tables')
        .where({ database_no: databaseNo })
        .delete();
      await transaction('sampled_databases').where({ id: databaseNo }).delete();
      return 'done';
    }
    const dailyBefore = ago(retention.hourlyMs, dayMinutes);
    const tiers = [
      { minutes: dayMinutes, from: first + 1, to: dailyBefore },
      {
        minutes: hourMinutes,
        from: Math.max(first + 1, dailyBefore),
        to: ago(retention.fineMs, hourMinutes),
      },
    ];
    for (const tier of tiers) {
      if (await thinTier(transaction, samples, tier)) {
        return 'more';
      }
    }
    await forgetTables(transaction, databaseNo);
    return 'done';
  });
}

async function thinTier(
  knex: Knex,
  samples: () => Knex.QueryBuilder,
  { minutes, from, to }: { minutes: number; from: number; to: number },
): Promise<boolean> {
  const stretch = `minute - minute % ${minutes}`;
  const crowded: { starts_at: number }[] = await samples()
    .where('minute', '>=', from)
    .where('minute', '<', to)
    .select(knex.raw(`${stretch} as starts_at`))
    .groupByRaw(stretch)
    .havingRaw('count(*) > 1')
    .orderByRaw(stretch)
    .limit(batchStretches);
  for (const { starts_at } of crowded) {
    const rows: Row[] = await samples()
      .where('minute', '>=', Math.max(from, starts_at))
      .where('minute', '<', starts_at + minutes)
      .orderBy('minute');
    const last = rows[rows.length - 1];
    await samples().where({ minute: last.minute }).update(merge(rows));
    await samples()
      .whereIn(
        'minute',
        rows.slice(0, -1).map(({ minute }) => minute),
      )
      .delete();
  }
  return crowded.length > 0;
}

function merge(rows: readonly Row[]): Pick<Row, 'numbers' | 'tables'> {
  const tables = rows.flatMap(row => row.tables ?? []);
  return {
    numbers: encodeMeasures(
      mergeMeasures(rows.map(({ numbers }) => decodeMeasures(numbers))),
    ),
    tables:
      tables.length > 0
        ? encodeMeasures(largest(mergeMeasures(tables.map(decodeMeasures))))
        : null,
  };
}

/** Tables that were among the largest for a while only give way. */
function largest(tables: Measures): Measures {
  return new Map(
    [...tables].sort(([, a], [, b]) => b.max - a.max).slice(0, tablesPerSample),
  );
}
