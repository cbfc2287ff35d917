import type { Index, Table } from 'backstage-plugin-database-health-common';
import type {
  IndexFact,
  Readings,
  TableFact,
} from 'backstage-plugin-database-health-node';

/** The largest tables as last read; `null` where they never were. */
export function tablesOf({ relations }: Readings): Table[] | null {
  return relations?.status === 'read' && !relations.value.unmeasured
    ? relations.value.tables.map(toTable)
    : null;
}

/** The largest indexes as last read; `null` where they never were. */
export function indexesOf({ relations }: Readings): Index[] | null {
  return relations?.status === 'read'
    ? relations.value.indexes?.map(toIndex) ?? null
    : null;
}

function toTable({ lastVacuumAt, lastAnalyzeAt, ...table }: TableFact): Table {
  return {
    ...table,
    ...(lastVacuumAt !== undefined && { lastVacuumAt: toTime(lastVacuumAt) }),
    ...(lastAnalyzeAt !== undefined && {
      lastAnalyzeAt: toTime(lastAnalyzeAt),
    }),
  };
}

function toIndex({ approximate: _, lastUsedAt, ...index }: IndexFact): Index {
  return {
    ...index,
    ...(lastUsedAt !== undefined && { lastUsedAt: toTime(lastUsedAt) }),
  };
}

function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
