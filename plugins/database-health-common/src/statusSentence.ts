import type { Database, Incident, Server } from './types';

/** Names in a sentence before it says how many more there are. */
const namesShown = 3;

/** Letters of an incident in it: what it says at length stands below (ours). */
const longestTitle = 140;

/**
 * One sentence that answers: is everything well, and if not, what. It names the first
 * of the open incidents, which come worst first, and counts the others; without one
 * it says how the databases are, whose names come in their order.
 *
 * @public
 */
export function statusSentence(
  databases: readonly Database[],
  servers: readonly Server[],
  incidents: readonly Pick<Incident, 'subject' | 'title'>[] = [],
): string {
  if (databases.length === 0) {
    return 'No plugin database is observed.';
  }
  if (incidents.length > 0) {
    return incidentSentence(incidents);
  }
  const down = databases.filter(({ reachable }) => reachable === false);
  if (down.length > 0) {
    if (isAllOfSeveral(down, databases)) {
      return `None of the ${down.length} plugin databases answers.`;
    }
    const agrees = down.length === 1 ? 'does' : 'do';
    return `${nameAll(down, databases)} ${agrees} not answer.`;
  }
  const critical = databases.filter(({ status }) => status === 'critical');
  if (critical.length > 0) {
    return `${nameAll(critical, databases)} ${verb(critical)} critical.`;
  }
  const warning = databases.filter(({ status }) => status === 'warning');
  if (warning.length > 0) {
    return `${nameAll(warning, databases)} ${needs(warning)} attention.`;
  }
  const unknown = databases.filter(({ status }) => status === 'unknown');
  if (unknown.length > 0) {
    return unreadSentence(unknown, databases);
  }
  const troubled = servers.filter(({ status }) => status !== 'ok');
  if (troubled.length > 0) {
    return troubled.length === 1
      ? 'Every plugin database is well, but their server needs attention.'
      : `Every plugin database is well, but ${troubled.length} servers need attention.`;
  }
  return databases.length === 1
    ? 'The plugin database is well.'
    : `All ${databases.length} plugin databases are well.`;
}

function incidentSentence([{ subject, title }, ...others]: readonly Pick<
  Incident,
  'subject' | 'title'
>[]): string {
  const named =
    'databaseId' in subject
      ? `${subject.databaseId}: ${shortened(title)}`
      : shortened(title);
  if (others.length === 0) {
    return named;
  }
  const noun = others.length === 1 ? 'incident' : 'incidents';
  return `${named.replace(/[.…]$/, '')}, and ${others.length} more ${noun}.`;
}

/** Its first sentence, and of that the first words where it is long, too. */
function shortened(title: string): string {
  const end = title.search(/[.] [A-Z]/);
  const first = end < 0 ? title : title.slice(0, end + 1);
  return first.length <= longestTitle
    ? first
    : `${first.slice(0, longestTitle).replace(/[ ,;:(]+[^ ]*$/, '')}…`;
}

function unreadSentence(
  unknown: readonly Database[],
  databases: readonly Database[],
): string {
  if (
    unknown.length === databases.length &&
    unknown.every(({ surveyedAt }) => surveyedAt === null)
  ) {
    return 'The first survey has not ended yet.';
  }
  if (unknown.every(({ stale }) => stale)) {
    const agrees = unknown.length === 1 ? 'has' : 'have';
    return `${nameAll(unknown, databases)} ${agrees} a stale picture.`;
  }
  return isAllOfSeveral(unknown, databases)
    ? `None of the ${unknown.length} plugin databases could be read completely.`
    : `${nameAll(unknown, databases)} could not be read completely.`;
}

/** Of all, English says that none does, rather than that all do not. */
function isAllOfSeveral(
  some: readonly Database[],
  all: readonly Database[],
): boolean {
  return some.length === all.length && all.length > 1;
}

function nameAll(some: readonly Database[], all: readonly Database[]): string {
  if (some.length === 1) {
    return `The database of ${some[0].pluginId}`;
  }
  if (some.length === all.length) {
    return `All ${all.length} plugin databases`;
  }
  const names = some.slice(0, namesShown).map(({ pluginId }) => pluginId);
  const more = some.length - names.length;
  return `${some.length} of ${all.length} plugin databases (${[
    ...names,
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ')})`;
}

function verb(some: readonly Database[]): string {
  return some.length === 1 ? 'is' : 'are';
}

function needs(some: readonly Database[]): string {
  return some.length === 1 ? 'needs' : 'need';
}
