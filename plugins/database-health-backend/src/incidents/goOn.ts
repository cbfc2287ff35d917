import type { Judged } from '../judging/types';
import type { Explanations, Trouble } from './causes';
import { type KnownIncident, worst } from './knownIncident';
import { subjectKey } from './names';
import { type Looks, seenAgain } from './streak';

/** Notes of an incident that is open how its subject was judged. */
export function goOn(
  known: KnownIncident,
  { results }: Judged,
  troubles: readonly Trouble[],
  {
    looks,
    explanations,
    now,
  }: { looks: Looks; explanations: Explanations; now: number },
): void {
  const related = results.filter(({ checkId }) =>
    explanations.areOne(checkId, known.checkId),
  );
  const isThere = related.some(({ findings }) =>
    findings.some(
      ({ severity, dismissed }) => severity !== 'info' && !dismissed,
    ),
  );
  // What cannot be read is not over.
  const isUnread = related.some(
    ({ checkId, status }) => checkId === known.checkId && status === 'unknown',
  );
  if (isThere) {
    known.seenAt = now;
    const trouble = troubles.find(each => isOf(each, known, explanations));
    if (trouble) {
      takeIn(known, trouble);
    }
  }
  known.over =
    isThere || isUnread ? undefined : seenAgain(known.over, looks, now);
}

/** Whether a trouble is that of which an incident is. */
export function isOf(
  trouble: Trouble,
  known: KnownIncident,
  explanations: Explanations,
): boolean {
  return (
    subjectKey(trouble.subject) === subjectKey(known.subject) &&
    explanations.areOne(trouble.checkId, known.checkId)
  );
}

function takeIn(known: KnownIncident, trouble: Trouble): void {
  const { checkId, title, findings } = trouble;
  const severity = worst(known.severity, trouble.severity);
  const changed =
    known.changed || severity !== known.severity || checkId !== known.checkId;
  Object.assign(known, { checkId, title, findings, severity, changed });
}
