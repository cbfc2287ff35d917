import type { Remedy } from 'backstage-plugin-database-health-common';
import type {
  Judgement,
  Session,
  Sessions,
  Skipped,
} from 'backstage-plugin-database-health-node';
import { andOthers, duration } from '../wording/amounts';
import { longestFirst, nameOf, nothingOf } from './words';

/** Holds the one that has been at it for longest to limits, and names it. */
export function judgeLongest(
  sessions: Sessions,
  limits: { warningSeconds: number; criticalSeconds: number },
  what: {
    isMeant(session: Session): boolean;
    /** `A statement has been running`. */
    words: string;
    remedy(session: Session): Remedy;
  },
): readonly Judgement[] | Skipped {
  const [longest, ...others] = longestFirst(
    sessions.sessions.filter(
      session =>
        session.own &&
        what.isMeant(session) &&
        session.stateMs >= limits.warningSeconds * 1_000,
    ),
    ({ stateMs }) => stateMs,
  );
  if (!longest) {
    return nothingOf(sessions);
  }
  const critical = longest.stateMs >= limits.criticalSeconds * 1_000;
  return [
    {
      severity: critical ? 'critical' : 'warning',
      message: `${what.words} for ${duration(longest.stateMs)}: ${nameOf(
        longest,
      )}${andOthers(others.length)}.`,
      evidence: {
        observed: Math.round(longest.stateMs / 1_000),
        limit: critical ? limits.criticalSeconds : limits.warningSeconds,
        unit: 's',
      },
      remedy: what.remedy(longest),
    },
  ];
}
