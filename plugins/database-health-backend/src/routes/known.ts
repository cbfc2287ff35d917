import { InputError, NotFoundError } from '@backstage/errors';
import type { DatabaseHealthReader } from '../readModel';

/** Throws a `NotFoundError` that names those that there are. */
export function requireDatabase(
  reader: DatabaseHealthReader,
  id: string,
): void {
  const ids = reader.databaseIds();
  if (!ids.includes(id)) {
    throw new NotFoundError(
      `No plugin database has the id '${id}'; known are ${ids.join(', ')}`,
    );
  }
}

/** Throws an `InputError` where a value of the query is none of those. */
export function requireKnown(
  parameter: string,
  value: unknown,
  known: readonly string[],
): asserts value is string {
  if (typeof value !== 'string' || !known.includes(value)) {
    throw unknownValue(parameter, value, [...known].sort());
  }
}

/** The error that names the values that there are, in their order. */
export function unknownValue(
  parameter: string,
  value: unknown,
  known: readonly string[],
): InputError {
  return new InputError(
    `Unknown ${parameter} '${String(value)}'; known are ${
      known.join(', ') || 'none'
    }`,
  );
}
