import type { Incident } from 'backstage-plugin-database-health-common';
import { compareSeverity } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  FactCatalogue,
  FactName,
} from 'backstage-plugin-database-health-node';
import type { Judged, JudgedFinding } from '../judging/types';
import type { JudgedServer } from '../picture/types';
import { subjectKey } from './names';

/** What is wrong now with one subject for one reason. */
export interface Trouble {
  readonly subject: Incident['subject'];
  /** The check that says why. */
  readonly checkId: string;
  readonly severity: Incident['severity'];
  /** What the cause says. */
  readonly title: string;
  /** Keys of all findings that belong to it, the cause first. */
  readonly findings: readonly string[];
  /** Since when the newest of them has been found, epoch milliseconds. */
  readonly newestSince: number;
  /** How long it lasts at least before it is told of; by its findings. */
  readonly openAfterMs: number;
}

const everything = '*';

/** Which check explains which, and in which order they are. */
export class Explanations {
  readonly #checks: readonly AnyCheck[];
  readonly #explains: ReadonlyMap<string, readonly string[]>;
  readonly #catalogue: FactCatalogue;

  constructor(checks: readonly AnyCheck[], catalogue: FactCatalogue) {
    this.#checks = checks;
    this.#catalogue = catalogue;
    this.#explains = new Map(
      checks.map(({ id, explains = [] }) => [id, explains]),
    );
  }

  explainsAll(checkId: string): boolean {
    return this.#names(checkId, everything);
  }

  explains(checkId: string, other: string): boolean {
    return (
      checkId !== other &&
      (this.explainsAll(checkId) || this.#names(checkId, other))
    );
  }

  /** Whether findings of both on one subject are one trouble, whichever was first. */
  areOne(checkId: string, other: string): boolean {
    return (
      checkId === other ||
      this.#names(checkId, other) ||
      this.#names(other, checkId)
    );
  }

  /**
   * Whether a check may tell of the last minutes, as pulses do. What a survey reads is
   * only how something is.
   */
  looksBack(checkId: string): boolean {
    const needs: readonly FactName[] =
      this.#checks.find(({ id }) => id === checkId)?.needs ?? [];
    return !needs.some(fact => {
      const { cadence, from } = this.#catalogue[fact] ?? {};
      return cadence === 'survey' && from === 'engine';
    });
  }

  orderOf(checkId: string): number {
    return this.#checks.findIndex(({ id }) => id === checkId);
  }

  #names(checkId: string, other: string): boolean {
    return this.#explains.get(checkId)?.includes(other) ?? false;
  }
}

/** A finding with what it is about. */
interface Found {
  readonly subject: Incident['subject'];
  readonly finding: JudgedFinding;
}

/**
 * What is wrong with a server and its plugin databases, each finding with the one that
 * explains it. What was dismissed is nothing wrong, but of what does not answer, the
 * rest is still a consequence.
 */
export function troublesOf(
  server: JudgedServer,
  explanations: Explanations,
): Trouble[] {
  const found = foundOn(server).filter(
    ({ finding: { severity, dismissed, checkId } }) =>
      severity !== 'info' && (!dismissed || explanations.explainsAll(checkId)),
  );
  const troubles = new Map<string, Found[]>();
  for (const each of found) {
    const { subject, finding } = causeOf(each, found, explanations);
    const name = `${subjectKey(subject)} ${finding.checkId}`;
    troubles.set(name, [...(troubles.get(name) ?? []), each]);
  }
  return [...troubles.values()].flatMap(
    all => toTrouble(all, found, explanations) ?? [],
  );
}

/** Each subject that is judged with a server, the server first. */
export function subjectsOf(
  server: JudgedServer,
): readonly { subject: Incident['subject']; judged: Judged }[] {
  return [
    { subject: { serverId: server.id }, judged: server },
    ...server.databases.map(snapshot => ({
      subject: { databaseId: snapshot.database.pluginId },
      judged: snapshot,
    })),
  ];
}

function foundOn(server: JudgedServer): Found[] {
  return subjectsOf(server).flatMap(({ subject, judged: { results } }) =>
    results.flatMap(({ findings }) =>
      findings.map(finding => ({ subject, finding })),
    ),
  );
}

/** The one that nothing explains; of several that explain each other, the first. */
function causeOf(
  of: Found,
  found: readonly Found[],
  explanations: Explanations,
  passed: readonly Found[] = [],
): Found {
  const first = (some: readonly Found[]): Found | undefined =>
    [...some].sort((a, b) => compareCauses(a, b, explanations))[0];
  const cause = first(found.filter(each => isCauseOf(each, of, explanations)));
  if (!cause) {
    return of;
  }
  const way = [...passed, of];
  return way.includes(cause)
    ? first(way.slice(way.indexOf(cause)))!
    : causeOf(cause, found, explanations, way);
}

function isCauseOf(cause: Found, of: Found, explanations: Explanations) {
  return (
    explanations.explains(cause.finding.checkId, of.finding.checkId) &&
    ('serverId' in cause.subject ||
      subjectKey(cause.subject) === subjectKey(of.subject))
  );
}

/** What does not answer first, then what is of the server, then the worst. */
function compareCauses(a: Found, b: Found, explanations: Explanations): number {
  const rank = ({ subject, finding }: Found) =>
    (explanations.explainsAll(finding.checkId) ? 0 : 2) +
    ('serverId' in subject ? 0 : 1);
  return rank(a) - rank(b) || compareFound(a, b, explanations);
}

function compareFound(a: Found, b: Found, explanations: Explanations): number {
  return (
    compareSeverity(a.finding.severity, b.finding.severity) ||
    explanations.orderOf(a.finding.checkId) -
      explanations.orderOf(b.finding.checkId) ||
    a.finding.key.localeCompare(b.finding.key)
  );
}

function toTrouble(
  all: readonly Found[],
  found: readonly Found[],
  explanations: Explanations,
): Trouble | undefined {
  const isCause = (each: Found) =>
    causeOf(each, found, explanations).finding.checkId === each.finding.checkId;
  const sorted = [...all].sort(
    (a, b) =>
      Number(isCause(b)) - Number(isCause(a)) ||
      compareFound(a, b, explanations),
  );
  const [{ subject, finding: cause }] = sorted;
  const counting = all.filter(({ finding }) => !finding.dismissed);
  const [severity] = counting
    .map(({ finding }) => finding.severity)
    .sort(compareSeverity);
  return cause.dismissed || !severity || severity === 'info'
    ? undefined
    : {
        subject,
        checkId: cause.checkId,
        severity,
        title: cause.message,
        findings: sorted.map(({ finding }) => finding.key),
        newestSince: Math.max(
          ...sorted.map(({ finding }) => Date.parse(finding.since)),
        ),
        openAfterMs: Math.min(
          ...counting.map(({ finding }) => finding.openAfterMs ?? 0),
        ),
      };
}
