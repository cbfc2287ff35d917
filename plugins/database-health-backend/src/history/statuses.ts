import type {
  CheckResult,
  Status,
} from 'backstage-plugin-database-health-common';
import {
  compareSeverity,
  compareStatus,
  worstStatus,
} from 'backstage-plugin-database-health-common';
import type { JudgedServer, Snapshot } from '../picture/picture';
import type { SeenStatus, StatusSubject } from '../store';

/** A status that was judged, before its age is known. */
export type JudgedStatus = Omit<SeenStatus, 'ageMs'>;

/** Sentences are short; those of other packages need not be. */
const longestMessage = 1_000;

/**
 * What is said of a plugin database, and of it by each check. Nobody has
 * looked before the first survey, so `unknown` says nothing then; nor does it
 * of a check while the whole database does not answer.
 */
export function statusesOfDatabase(snapshot: Snapshot): JudgedStatus[] {
  const { database, readings, results, status, surveyedAt } = snapshot;
  const subject = { databaseId: database.pluginId };
  const { reachability } = readings;
  const answers =
    reachability?.status !== 'read' || reachability.value.answered;
  return [
    {
      ...subject,
      status,
      message: messageOf(status, results, 'The plugin database is well again.'),
    },
    ...results
      .map(result => toStatus(subject, result))
      .filter(each => answers || each.status !== 'unknown'),
  ].filter(each => surveyedAt !== undefined || each.status !== 'unknown');
}

/** The same of a server, of which something is said where a check applies. */
export function statusesOfServer({
  id,
  databases,
  results,
}: JudgedServer): JudgedStatus[] {
  const subject = { serverId: id };
  const applying = results.filter(({ status }) => status !== 'skipped');
  if (applying.length === 0) {
    return [];
  }
  const status = worstStatus(applying.map(statusOf));
  const isSurveyed = databases.some(
    ({ surveyedAt }) => surveyedAt !== undefined,
  );
  return [
    {
      ...subject,
      status,
      message: messageOf(status, results, 'The server is well again.'),
    },
    ...applying.map(result => toStatus(subject, result)),
  ].filter(each => isSurveyed || each.status !== 'unknown');
}

function toStatus(subject: StatusSubject, result: CheckResult): JudgedStatus {
  const status = statusOf(result);
  return {
    ...subject,
    checkId: result.checkId,
    status,
    message: messageOf(status, [result], `${result.title}: well again.`),
  };
}

/** `info` and `skipped` change no status. */
function statusOf({ status }: CheckResult): Status {
  return status === 'info' || status === 'skipped' ? 'ok' : status;
}

/** What the worst finding says, or why it is not known. */
function messageOf(
  status: Status,
  results: readonly CheckResult[],
  whenWell: string,
): string {
  if (status === 'ok') {
    return whenWell;
  }
  const [worst] = [...results].sort((a, b) =>
    compareStatus(statusOf(a), statusOf(b)),
  );
  const [finding] = [...(worst?.findings ?? [])].sort((a, b) =>
    compareSeverity(a.severity, b.severity),
  );
  const message =
    status === 'unknown' ? worst?.reason : finding?.message ?? worst?.reason;
  return (message ?? 'It could not be read.').slice(0, longestMessage);
}
