import {
  compareSeverity,
  durationInWords,
  type Engine,
} from 'backstage-plugin-database-health-common';
import type {
  JudgedRemedy,
  Judgement,
  Skipped,
} from 'backstage-plugin-database-health-node';
import type { Session, Sessions } from '../../../pure/facts';
import { atMostWarning, grade } from '../limits/grade';
import { andOthers } from '../wording/amounts';
import { harmsNobody } from './strangers';
import { longestFirst, nameOf, nothingOf } from './words';

/**
 * Holds the one that has been at it for longest to limits, and names it. One that is
 * not of the portal and keeps none of its sessions waiting is no more than a warning.
 */
export function judgeLongest(
  sessions: Sessions,
  engine: Engine,
  limits: { warningSeconds: number; criticalSeconds: number },
  what: {
    isMeant(session: Session): boolean;
    /** `A statement has been running`. */
    words: string;
    remedy(session: Session): JudgedRemedy;
  },
): readonly Judgement[] | Skipped {
  const bounds = {
    warning: limits.warningSeconds,
    critical: limits.criticalSeconds,
  };
  const [worst, ...others] = longestFirst(
    sessions.sessions.filter(session => session.own && what.isMeant(session)),
    ({ stateMs }) => stateMs,
  )
    .flatMap(session => {
      const grown = grade(session.stateMs / 1_000, bounds);
      return grown
        ? [
            {
              session,
              graded: harmsNobody(session, sessions.sessions)
                ? atMostWarning(grown, bounds)
                : grown,
            },
          ]
        : [];
    })
    .sort((a, b) => compareSeverity(a.graded.severity, b.graded.severity));
  if (!worst) {
    return nothingOf(sessions, engine);
  }
  const { session, graded } = worst;
  return [
    {
      severity: graded.severity,
      message: `${what.words} for ${durationInWords(session.stateMs)}: ${nameOf(
        session,
      )}${andOthers(others.length)}.`,
      evidence: {
        observed: Math.round(session.stateMs / 1_000),
        limit: graded.limit,
        unit: 's',
      },
      remedy: remedyFor(session, what.remedy),
    },
  ];
}

function remedyFor(
  session: Session,
  remedy: (session: Session) => JudgedRemedy,
): JudgedRemedy {
  const own = remedy(session);
  return session.stranger
    ? {
        ...own,
        text: `Somebody or something else than the plugins is at work in this database: the Connections tab shows who. Ask there before you end it with the line below.`,
      }
    : own;
}
