import type { Status } from 'backstage-plugin-database-health-common';
import {
  compareSeverity,
  compareStatus,
} from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Judged, JudgedFinding, JudgedResult } from '../judging/types';
import type { JudgedServer, Snapshot } from '../picture/types';
import type { SeenStatus, StatusSubject } from '../store';

/** A status that was judged, before its age is known. */
export type JudgedStatus = Omit<SeenStatus, 'ageMs'>;

/** Sentences are short; those of other packages need not be. */
const longestMessage = 1_000;

/**
 * What is said of a plugin database, and of it by each check. `unknown` says
 * nothing of what nobody has looked at yet, nor of a check while the whole
 * database does not answer.
 */
export function statusesOfDatabase(snapshot: Snapshot): JudgedStatus[] {
  return statusesOf({ databaseId: snapshot.database.pluginId }, snapshot, {
    isAnswering: answers(snapshot),
    whenWell: 'The plugin database is well again.',
  });
}

/** The same of a server: of it as a whole alone while none of its databases answers. */
export function statusesOfServer(server: JudgedServer): JudgedStatus[] {
  return statusesOf({ serverId: server.id }, server, {
    isAnswering: server.databases.some(answers),
    whenWell: 'The server is well again.',
  });
}

function statusesOf(
  subject: StatusSubject,
  { status, results }: Judged,
  { isAnswering, whenWell }: { isAnswering: boolean; whenWell: string },
): JudgedStatus[] {
  const whole =
    status === 'unknown' && results.some(({ notReadYet }) => notReadYet)
      ? []
      : [{ ...subject, status, message: messageOf(status, results, whenWell) }];
  return [
    ...whole,
    ...results
      .filter(({ notReadYet }) => !notReadYet)
      .map(result => toStatus(subject, result))
      .filter(each => isAnswering || each.status !== 'unknown'),
  ];
}

function answers({ readings }: Snapshot): boolean {
  return valueOf(readings.reachability)?.answered ?? true;
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
