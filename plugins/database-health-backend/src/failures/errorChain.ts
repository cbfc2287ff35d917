// Far more than any real chain of causes; ends one that refers to itself.
const maxErrors = 16;

/**
 * The error, its causes and the errors that it aggregates, outermost first.
 *
 * @internal
 */
export function errorChain(error: unknown): readonly unknown[] {
  const chain: unknown[] = [error];
  for (let i = 0; i < chain.length; i += 1) {
    for (const cause of causesOf(chain[i])) {
      if (chain.length < maxErrors && !chain.includes(cause)) {
        chain.push(cause);
      }
    }
  }
  return chain;
}

/**
 * One property of an error as text, `''` where it has none. Anything can be
 * thrown, so an error may be a string, or an object whose getters throw.
 *
 * @internal
 */
export function errorText(
  error: unknown,
  key: 'code' | 'message' | 'name' | 'sqlState' | 'syscall',
): string {
  if (typeof error === 'string') {
    return key === 'message' ? error : '';
  }
  const value = propertyOf(error, key);
  return typeof value === 'string' ? value : '';
}

/**
 * One property of an error as a number, `NaN` where it has none.
 *
 * @internal
 */
export function errorNumber(error: unknown, key: 'errno'): number {
  const value = propertyOf(error, key);
  return typeof value === 'number' ? value : NaN;
}

function causesOf(error: unknown): readonly unknown[] {
  const cause = propertyOf(error, 'cause');
  const aggregated = propertyOf(error, 'errors');
  return [
    ...(cause === undefined || cause === null ? [] : [cause]),
    ...(Array.isArray(aggregated) ? aggregated : []),
  ];
}

function propertyOf(error: unknown, key: string): unknown {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  try {
    return Reflect.get(error, key);
  } catch {
    return undefined;
  }
}
