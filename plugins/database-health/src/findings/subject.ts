import type {
  Database,
  Finding,
} from 'backstage-plugin-database-health-common';
import { countInWords } from '../words/counts';
import type { FindingGroup } from './group';

const namesShown = 4;

/** The plugin or server that a finding is about. */
export function nameOf(
  { databaseId, serverId }: Finding,
  databases: readonly Database[],
): string {
  const database = databases.find(({ id }) => id === databaseId);
  return database?.pluginId ?? databaseId ?? `server ${serverId}`;
}

/** `catalog`, or `14 databases: app, auth, catalog, events and 10 more`. */
export function subjectOf(
  { all }: FindingGroup,
  databases: readonly Database[],
): string {
  const names = all.map(finding => nameOf(finding, databases));
  if (names.length === 1) {
    return names[0];
  }
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ');
  return `${countInWords(names.length, 'database')}: ${shown}${
    rest > 0 ? ` and ${rest} more` : ''
  }`;
}
