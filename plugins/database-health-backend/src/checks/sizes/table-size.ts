import {
  bytesInWords,
  qualifiedName,
} from 'backstage-plugin-database-health-common';
import type { Identity, TableFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { GiB } from '../parts/wording/amounts';
import { sqlOf } from '../parts/wording/sql';

/** From this share of dead rows on, they are what to look at first (ours). */
const manyDeadPercent = 20;

/** How many bytes each table holds, with its indexes. */
export const tableSize = createCheck({
  id: 'table-size',
  title: 'Table size',
  rationale:
    'The bytes of a table with its indexes, and on PostgreSQL with its TOAST and its partitions. A table this large takes hours to vacuum, to back up and to change, and a migration that rewrites it needs as much free disk again.',
  per: 'database',
  needs: ['relations', 'identity'],
  limits: { infoBytes: 50 * GiB, warningBytes: 100 * GiB },
  source: 'Those of pgFirstAid.',
  remedy:
    'Find out what writes to the table and whether the plugin can keep less: many have a setting for how long they keep history. Large indexes that nothing uses can be dropped; a vacuum removes dead rows.',
  evaluate({ relations, identity }, { limits }) {
    if (relations.unmeasured) {
      return { skipped: relations.unmeasured };
    }
    return relations.tables
      .filter(({ totalBytes }) => totalBytes >= limits.infoBytes)
      .map(table => {
        const warning = table.totalBytes >= limits.warningBytes;
        const limitBytes = warning ? limits.warningBytes : limits.infoBytes;
        return {
          severity: warning ? ('warning' as const) : ('info' as const),
          object: qualifiedName(table),
          message: `The ${nounOf(table)} ${qualifiedName(table)} holds ${
            table.approximate ? 'about ' : ''
          }${bytesInWords(table.totalBytes)}: ${partsOf(table)}.`,
          evidence: {
            observed: table.totalBytes,
            limit: limitBytes,
            unit: 'bytes',
          },
          remedy: hasManyDead(table)
            ? withoutDead(table, identity)
            : {
                text: `Find out what writes to it and whether the plugin can keep less. If this size is planned, raise \`databaseHealth.checks.table-size.${
                  warning ? 'warningBytes' : 'infoBytes'
                }\`.`,
              },
        };
      });
  },
});

const nouns: Record<TableFact['kind'], string> = {
  table: 'table',
  partitioned: 'partitioned table',
  'materialized-view': 'materialized view',
  virtual: 'virtual table',
};

function nounOf({ kind }: TableFact): string {
  return nouns[kind];
}

/** `heap 80.0 GiB, TOAST 30.0 GiB, indexes 10.0 GiB`; only PostgreSQL has TOAST. */
function partsOf({ heapBytes, toastBytes, indexBytes }: TableFact): string {
  return [
    `heap ${bytesInWords(heapBytes)}`,
    ...(toastBytes > 0 ? [`TOAST ${bytesInWords(toastBytes)}`] : []),
    `indexes ${bytesInWords(indexBytes)}`,
  ].join(', ');
}

function hasManyDead({ deadRows = 0, estimatedRows }: TableFact): boolean {
  return (
    estimatedRows !== null &&
    deadRows * 100 >= manyDeadPercent * (estimatedRows + deadRows) &&
    deadRows > 0
  );
}

function withoutDead(table: TableFact, { engine }: Identity) {
  const { deadRows = 0, estimatedRows, schema, name } = table;
  const { identifier } = sqlOf(engine);
  const percent = Math.round(
    (100 * deadRows) / ((estimatedRows ?? 0) + deadRows),
  );
  return {
    text: `${percent} % of its rows are dead. The line below lets new rows take their place; the file itself shrinks only with \`vacuum full\`, which locks the table for as long as it runs. If a vacuum does not remove them, an old transaction still needs them.`,
    sql: `vacuum (analyze) ${[schema, name]
      .flatMap(part => (part === undefined ? [] : [identifier(part)]))
      .join('.')};`,
  };
}
