import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Throws where a key is not one of those. */
export function allowKeys(
  config: Config | undefined,
  path: string,
  allowed: readonly string[],
): void {
  for (const key of config?.keys() ?? []) {
    if (!allowed.includes(key)) {
      throw new InputError(
        `${path} has no '${key}'; allowed are ${list(allowed)}`,
      );
    }
  }
}

/** Throws where a value is not one of those. */
export function requireKnown(
  value: string,
  path: string,
  known: readonly string[],
): void {
  if (!known.includes(value)) {
    throw new InputError(
      `${path} is '${value}', but must be one of ${list(known)}`,
    );
  }
}

/** `a, b, c` in their order. */
export function list(names: readonly string[]): string {
  return [...names].sort().join(', ') || 'none';
}
