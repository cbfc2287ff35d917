/**
 * Makes what listens to a plugin harmless to it: a reading that is lost is
 * better than a query that fails.
 *
 * @internal
 */
export function quiet<A = void, B = void, R = unknown>(
  listener: (a: A, b: B) => R,
): (a: A, b: B) => R | undefined {
  // Not for any number of parameters: this runs several times with each query.
  return (a, b) => {
    try {
      return listener(a, b);
    } catch {
      return undefined;
    }
  };
}
