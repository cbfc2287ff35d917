import { durationInWords } from 'backstage-plugin-database-health-common';
import type {
  JudgedRemedy,
  Judgement,
  Skipped,
} from 'backstage-plugin-database-health-node';
import type { Session, Sessions } from '../../../pure/facts';
import { grade } from '../limits/grade';
import { andOthers } from '../wording/amounts';
import { longestFirst, nameOf, nothingOf } from './words';

/** Holds the one that has been at it for longest to limits, and names it. */
export function judgeLongest(
  sessions: Sessions,
  limits: { warningSeconds: number; criticalSeconds: number },
  what: {
    isMeant(session: Session): boolean;
    /** `A statement has been running`. */
    words: string;
    remedy(session: Session): JudgedRemedy;
  },
): readonly Judgement[] | Skipped {
  const gradeOf = ({ stateMs }: Session) =>
    grade(stateMs / 1_000, {
      warning: limits.warningSeconds,
      critical: limits.criticalSeconds,
    });
  const [longest, ...others] = longestFirst(
    sessions.sessions.filter(
      session => session.own && what.isMeant(session) && gradeOf(session),
    ),
    ({ stateMs }) => stateMs,
  );
  const graded = longest && gradeOf(longest);
  if (!graded) {
    return nothingOf(sessions);
  }
  return [
    {
      severity: graded.severity,
      message: `${what.words} for ${durationInWords(longest.stateMs)}: ${nameOf(
        longest,
      )}${andOthers(others.length)}.`,
      evidence: {
        observed: Math.round(longest.stateMs / 1_000),
        limit: graded.limit,
        unit: 's',
      },
      remedy: what.remedy(longest),
    },
  ];
}
