import {
  type Ledger,
  Overview,
  Server,
  Severity,
  Status,
  Table,
} from 'backstage-plugin-database-health-common';

/** What a sign stands for: a status, a severity, or a check that did not run. */
export type Tone = Status | Severity | 'skipped';

export const toneNames: Record<Tone, string> = {
  critical: 'Critical',
  warning: 'Warning',
  unknown: 'Unknown',
  ok: 'OK',
  info: 'Info',
  skipped: 'Skipped',
};

export const ledgerStateNames: Record<Ledger['state'], string> = {
  'up-to-date': 'Up to date',
  pending: 'Pending',
  'missing-files': 'Files missing',
  diverged: 'Diverged',
  'out-of-order': 'Out of order',
  locked: 'Locked',
  'lock-malformed': 'Lock malformed',
  running: 'Running',
  failed: 'Failed',
  skipped: 'Skipped by configuration',
  'source-unknown': 'Source unknown',
  unreadable: 'Not read',
  empty: 'Empty',
};

export const lockStateNames: Record<Ledger['lock']['state'], string> = {
  free: 'Free',
  running: 'Taken by a running migration',
  held: 'Held',
  malformed: 'Malformed',
  unknown: 'Not read',
};

export const tableKindNames: Record<Table['kind'], string> = {
  table: 'table',
  partitioned: 'partitioned, with all its partitions',
  'materialized-view': 'materialized view',
  virtual: 'virtual table',
};

/** By its host, for those who may see it. */
export function serverName(id: string, servers: readonly Server[]): string {
  return servers.find(server => server.id === id)?.host ?? id;
}

/** The plugin or the server that a finding or a change is about. */
export function subjectName(
  { databaseId, serverId }: { databaseId?: string; serverId?: string },
  { databases, servers }: Pick<Overview, 'databases' | 'servers'>,
): string {
  return databaseId === undefined
    ? `server ${serverName(serverId ?? '', servers)}`
    : databases.find(({ id }) => id === databaseId)?.pluginId ?? databaseId;
}
