import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Throws where a key is not one of those. */
export function allowKeys(
  config: Config | undefined,
  path: string,
  allowed: readonly string[],
): void {
  readKnown(config?.keys(), path, allowed);
}

/** The names, each of which must be known. */
export function readKnown(
  names: readonly string[] | undefined,
  path: string,
  known: readonly string[],
): readonly string[] | undefined {
  for (const name of names ?? []) {
    if (!known.includes(name)) {
      throw new InputError(
        `${path} has no '${name}'; allowed are ${list(known)}`,
      );
    }
  }
  return names;
}

/** `a, b, c` in their order. */
export function list(names: readonly string[]): string {
  return [...names].sort().join(', ') || 'none';
}
