import type { Database } from 'backstage-plugin-database-health-common';

/** What the reader wants to see; an empty list means everything. */
export interface Filters {
  text: string;
  statuses: readonly string[];
  engines: readonly string[];
  servers: readonly string[];
}

/** The databases that pass all filters, in the order given. */
export function filterDatabases(
  databases: readonly Database[],
  { text, statuses, engines, servers }: Filters,
): readonly Database[] {
  const wanted = text.trim().toLocaleLowerCase();
  return databases.filter(
    ({ pluginId, name, schema, status, engine, serverId }) =>
      passes(statuses, status) &&
      passes(engines, engine) &&
      passes(servers, serverId) &&
      [pluginId, name, schema ?? ''].some(each =>
        each.toLocaleLowerCase().includes(wanted),
      ),
  );
}

function passes(allowed: readonly string[], value: string): boolean {
  return allowed.length === 0 || allowed.includes(value);
}
