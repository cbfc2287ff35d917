import type { Status } from 'backstage-plugin-database-health-common';
import {
  compareSeverity,
  compareStatus,
  worstStatus,
} from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import type {
  JudgedFinding,
  JudgedResult,
  JudgedServer,
  Snapshot,
} from '../picture/types';
import type { SeenStatus, StatusSubject } from '../store';

/** A status that was judged, before its age is known. */
export type JudgedStatus = Omit<SeenStatus, 'ageMs'>;

/** Sentences are short; those of other packages need not be. */
const longestMessage = 1_000;

/**
 * What is said of a plugin database, and of it by each check. `unknown` says
 * nothing of what nobody has looked at yet, for which `notReadYet` is the
 * reason, nor of a check while the whole database does not answer.
 */
export function statusesOfDatabase(
  snapshot: Snapshot,
  notReadYet: string,
): JudgedStatus[] {
  const { database, results, status } = snapshot;
  const subject = { databaseId: database.pluginId };
  return [
    ...statusOfWhole(
      subject,
      { status, results, whenWell: 'The plugin database is well again.' },
      notReadYet,
    ),
    ...statusesOfChecks(subject, results, notReadYet).filter(
      each => answers(snapshot) || each.status !== 'unknown',
    ),
  ];
}

/**
 * The same of a server, of which something is said where a check applies: of it
 * as a whole alone while none of its databases answers.
 */
export function statusesOfServer(
  { id, databases, results }: JudgedServer,
  notReadYet: string,
): JudgedStatus[] {
  const subject = { serverId: id };
  const applying = results.filter(({ status }) => status !== 'skipped');
  return applying.length === 0
    ? []
    : [
        ...statusOfWhole(
          subject,
          {
            status: worstStatus(applying.map(statusOf)),
            results,
            whenWell: 'The server is well again.',
          },
          notReadYet,
        ),
        ...statusesOfChecks(subject, applying, notReadYet).filter(
          each => databases.some(answers) || each.status !== 'unknown',
        ),
      ];
}

function answers({ readings }: Snapshot): boolean {
  return valueOf(readings.reachability)?.answered ?? true;
}

function statusOfWhole(
  subject: StatusSubject,
  whole: {
    status: Status;
    results: readonly JudgedResult[];
    whenWell: string;
  },
  notReadYet: string,
): JudgedStatus[] {
  const { status, results, whenWell } = whole;
  return status === 'unknown' &&
    results.some(({ reason }) => reason === notReadYet)
    ? []
    : [{ ...subject, status, message: messageOf(status, results, whenWell) }];
}

function statusesOfChecks(
  subject: StatusSubject,
  results: readonly JudgedResult[],
  notReadYet: string,
): JudgedStatus[] {
  return results
    .filter(
      ({ status, reason }) => status !== 'unknown' || reason !== notReadYet,
    )
    .map(result => toStatus(subject, result));
}

function toStatus(subject: StatusSubject, result: JudgedResult): JudgedStatus {
  const status = statusOf(result);
  return {
    ...subject,
    checkId: result.checkId,
    status,
    message: messageOf(status, [result], `${result.title}: well again.`),
  };
}

/** `info` and `skipped` change no status. */
function statusOf({ status }: JudgedResult): Status {
  return status === 'info' || status === 'skipped' ? 'ok' : status;
}

function isDismissed({ dismissed }: JudgedFinding): boolean {
  return dismissed !== undefined;
}

/** What the worst finding says, or why it is not known. */
function messageOf(
  status: Status,
  results: readonly JudgedResult[],
  whenWell: string,
): string {
  if (status === 'ok') {
    return results.some(({ findings }) => findings.some(isDismissed))
      ? 'What was found is dismissed.'
      : whenWell;
  }
  const [worst] = [...results].sort((a, b) =>
    compareStatus(statusOf(a), statusOf(b)),
  );
  const [finding] = (worst?.findings ?? [])
    .filter(each => !isDismissed(each))
    .sort((a, b) => compareSeverity(a.severity, b.severity));
  const message =
    status === 'unknown' ? worst?.reason : finding?.message ?? worst?.reason;
  return (message ?? 'It could not be read.').slice(0, longestMessage);
}
