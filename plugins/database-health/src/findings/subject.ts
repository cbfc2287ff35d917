import type { Overview } from 'backstage-plugin-database-health-common';
import { countInWords } from '../words/counts';
import { subjectName } from '../words/names';
import type { FindingGroup } from './group';

const namesShown = 4;

/** `catalog`, or `14 databases: app, auth, catalog, events and 10 more`. */
export function subjectOf({ all }: FindingGroup, overview: Overview): string {
  const names = all.map(finding => subjectName(finding, overview));
  if (names.length === 1) {
    return names[0];
  }
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ');
  return `${countInWords(names.length, 'database')}: ${shown}${
    rest > 0 ? ` and ${rest} more` : ''
  }`;
}
