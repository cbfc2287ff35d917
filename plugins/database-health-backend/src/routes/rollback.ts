import { isAbsolute } from 'node:path';
import { InputError } from '@backstage/errors';
import type { Request } from 'express';
import type { DatabaseHealthReader, RollbackSource } from '../readModel';
import { requireKnown, unknownValue } from './known';

/** What `GET /migrations` is asked to compare with. */
export type RollbackQuery =
  | { versionId: string }
  | { directory: string; databaseId: string };

/** Throws an `InputError` that says what is allowed. */
export function readRollbackQuery({
  query,
}: Request): RollbackQuery | undefined {
  const { versionId, directory, databaseId } = query;
  if (versionId === undefined && directory === undefined) {
    return undefined;
  }
  if (typeof versionId === 'string' && directory === undefined) {
    return { versionId };
  }
  if (
    versionId === undefined &&
    typeof directory === 'string' &&
    isAbsolute(directory) &&
    typeof databaseId === 'string'
  ) {
    return { directory, databaseId };
  }
  throw new InputError(
    'Compare with one versionId, or with one absolute directory and the databaseId whose ledgers belong to it',
  );
}

/** Throws an `InputError` that lists what is known. */
export async function findRollbackSource(
  query: RollbackQuery,
  reader: DatabaseHealthReader,
  listMigrations: (directory: string) => Promise<string[]>,
): Promise<RollbackSource> {
  if ('versionId' in query) {
    const version = reader.versions().find(({ id }) => id === query.versionId);
    if (!version) {
      throw unknownValue(
        'versionId',
        query.versionId,
        reader.versions().map(({ id }) => id),
      );
    }
    return { version };
  }
  requireKnown('databaseId', query.databaseId, reader.databaseIds());
  const names = await listMigrations(query.directory);
  if (names.length === 0) {
    throw new InputError(
      `There is no migration in ${query.directory} on the machine of this backend`,
    );
  }
  return { ...query, names };
}
