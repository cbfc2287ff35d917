import type { EngineDatabase } from '../../types';
import type { Neighbours } from '../../../pure/facts';
import {
  databasePrefix,
  mostNeighbours,
  type NeighbourRow,
  toNeighbours,
} from '../../facts/neighbours';
import { innodbStatistics, unlessDenied } from '../session/denied';

const named = `
  select schema_name as name
  from information_schema.schemata
  where left(schema_name, char_length(?)) = ?
    and char_length(schema_name) > char_length(?)
  order by schema_name
  limit ${mostNeighbours}`;

const counted = `
  select
    database_name as name,
    sum(clustered_index_size + sum_of_other_index_sizes) * @@innodb_page_size as bytes
  from mysql.innodb_table_stats
  where database_name in (?)
  group by database_name
  limit ${mostNeighbours}`;

/**
 * The databases of the server that are named as those of plugins, as far as
 * the role has a right on them. Their bytes are those that InnoDB counted, for
 * a role that may read its statistics: the server would open every table of
 * every database to sum them up otherwise.
 */
export async function readNeighbours(db: EngineDatabase): Promise<Neighbours> {
  const prefix = databasePrefix(db.observation);
  return db.read(async query => {
    const databases = await query<{ name: string }>(named, [
      prefix,
      prefix,
      prefix,
    ]);
    // A list without a name is not SQL, and a database without one does not exist.
    const names = databases.map(({ name }) => name);
    const counts = await unlessDenied(query, innodbStatistics, () =>
      query<NeighbourRow>(counted, [names.length > 0 ? names : ['']]),
    );
    const bytes = new Map(counts?.map(row => [row.name, row.bytes]));
    return {
      engine: 'mysql',
      databases: toNeighbours(
        databases.map(({ name }) => ({
          name,
          bytes: counts && (bytes.get(name) ?? 0),
        })),
        prefix,
      ),
      schemas: [],
    };
  });
}
