import type { Index, Table } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { IndexFact, TableFact } from '../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';

/** The largest tables as last read; `null` where they never were. */
export function tablesOf(readings: Readings): Table[] | null {
  const relations = valueOf(readings.relations);
  return relations && !relations.unmeasured
    ? relations.tables.map(toTable)
    : null;
}

/** The largest indexes as last read; `null` where they never were. */
export function indexesOf({ relations }: Readings): Index[] | null {
  return valueOf(relations)?.indexes?.map(toIndex) ?? null;
}

function toTable({ lastVacuumAt, lastAnalyzeAt, ...table }: TableFact): Table {
  return {
    ...table,
    ...(lastVacuumAt !== undefined && {
      lastVacuumAt: new Date(lastVacuumAt).toISOString(),
    }),
    ...(lastAnalyzeAt !== undefined && {
      lastAnalyzeAt: new Date(lastAnalyzeAt).toISOString(),
    }),
  };
}

function toIndex({ approximate: _, lastUsedAt, ...index }: IndexFact): Index {
  return {
    ...index,
    ...(lastUsedAt !== undefined && {
      lastUsedAt: new Date(lastUsedAt).toISOString(),
    }),
  };
}
