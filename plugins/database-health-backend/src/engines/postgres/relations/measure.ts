import type { EngineDatabase } from '../../types';
import type { Query } from 'backstage-plugin-database-health-node';
import type { IndexFact, TableFact } from '../../../pure/facts';
import { describeFailure } from '../../../failures/failure';
import { largestIndexes, largestTables } from './largest';
import { defaultSchema } from '../session/openDatabase';
import { relationSizes } from './relationSizes';

/** As the server answers: what it does not know is `null`. */
export type Nullable<T> = { [K in keyof T]: T[K] | null };

/** All that one statement reads of the relations of a plugin database. */
export interface Measured {
  readonly tables: readonly Nullable<TableFact>[];
  readonly indexes: readonly Nullable<IndexFact>[];
  /** All relations together, sequences too, not only the largest. */
  readonly totalBytes: number;
  readonly approximate: boolean;
  /** Ordinary tables, partitioned ones, and each partition. */
  readonly tableCount: number;
  /** Relations that the server has opened for this connection. */
  readonly opened: number;
}

/** `last_idx_scan` came with PostgreSQL 16. */
const lastUseSince = 160_000;

/** A connection may keep the descriptions of so many, about 40 MB (ours). */
const mostOpened = 10_000;

const measured = (knowsLastUse: boolean) => `
  with ${relationSizes},
  ${largestTables},
  ${largestIndexes(knowsLastUse)}
  select
    totals.*,
    (select count(*)::int from own where kind in ('r', 'p')) as "tableCount",
    (select coalesce(json_agg(t), '[]') from table_facts t) as tables,
    (select coalesce(json_agg(i), '[]') from index_facts i) as indexes
  from (
    select
      coalesce(sum(bytes), 0) as "totalBytes",
      coalesce(bool_or(approximate), false) as approximate,
      count(*) filter (where opened)::int as opened
    from relations
  ) totals`;

const measurements = new WeakMap<EngineDatabase, Promise<Measured>>();

/**
 * Measures all relations of a plugin database with one statement, once per
 * survey: in schema mode the size is their sum.
 */
export function measure(db: EngineDatabase): Promise<Measured> {
  const known = measurements.get(db);
  if (known) {
    return known;
  }
  const work = (query: Query) => run(query, db);
  // What was locked after the look at the locks is left out the second time.
  const reading = db.read(work).catch(error => {
    if (describeFailure(error).kind !== 'locked') {
      throw error;
    }
    return db.read(work);
  });
  measurements.set(db, reading);
  return reading;
}

async function run(query: Query, db: EngineDatabase): Promise<Measured> {
  const { schema = null } = db.observation.configured;
  const [{ version }] = await query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const knowsLastUse = version >= lastUseSince;
  const [row] = await query<Measured>(measured(knowsLastUse), [
    schema,
    defaultSchema,
  ]);
  if (row.opened > mostOpened) {
    db.retire?.('The server keeps what it opened for this connection');
  }
  return row;
}
