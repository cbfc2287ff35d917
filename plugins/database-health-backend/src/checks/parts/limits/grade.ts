/** A severity, and the limit that was reached. */
export interface Grade {
  severity: 'critical' | 'warning';
  limit: number;
}

/**
 * Holds a number, of which more is worse, to its limits; `undefined` where it
 * is below the one of the warning.
 */
export function grade(
  observed: number,
  limits: { warning: number; critical: number },
): Grade | undefined {
  if (!(observed >= limits.warning)) {
    return undefined;
  }
  return observed >= limits.critical
    ? { severity: 'critical', limit: limits.critical }
    : { severity: 'warning', limit: limits.warning };
}

/** What is over, or only possible, is no more than a warning. */
export function atMostWarning(
  graded: Grade,
  limits: { warning: number },
): Grade {
  return { ...graded, severity: 'warning', limit: limits.warning };
}
