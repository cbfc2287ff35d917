/**
 * Makes what listens to a plugin harmless to it: a reading that is lost is
 * better than a query that fails.
 *
 * @internal
 */
export function quiet<P extends unknown[], R>(
  listener: (...parameters: P) => R,
): (...parameters: P) => R | undefined {
  return (...parameters) => {
    try {
      return listener(...parameters);
    } catch {
      return undefined;
    }
  };
}
