import { InputError, NotFoundError } from '@backstage/errors';
import type { HistoryReport } from 'backstage-plugin-database-health-common';
import type { Request } from 'express';
import { type DatabaseHealthReader, historyUnits } from '../readModel';
import { requireDatabase } from './known';
import { readSince } from './since';

const metrics = Object.keys(historyUnits) as HistoryReport['metric'][];

/** Tables that an error names. */
const mostNamed = 50;

/** What `GET /databases/:id/history` is asked for. */
export interface HistoryQuery {
  databaseId: string;
  metric: HistoryReport['metric'];
  object: string | undefined;
  /** Epoch milliseconds. */
  since: number;
}

/** Throws an `InputError` or a `NotFoundError` that names what is known. */
export async function readHistoryQuery(
  { params, query }: Request,
  reader: DatabaseHealthReader,
): Promise<HistoryQuery> {
  const databaseId = params.id;
  requireDatabase(reader, databaseId);
  const metric = metrics.find(each => each === query.metric);
  if (!metric) {
    throw new InputError(`metric must be one of ${metrics.join(', ')}`);
  }
  const { object } = query;
  if (
    object !== undefined &&
    (typeof object !== 'string' || metric !== 'size')
  ) {
    throw new InputError('object must be one table, and goes with metric=size');
  }
  const since = readSince(query.since, { otherwise: 'P30D', now: Date.now() });
  const names = object && (await reader.sampledTables(databaseId));
  if (names && !names.includes(object)) {
    throw new NotFoundError(
      `There is no history of a table '${object}' of '${databaseId}'; known are ${
        [...names].sort().slice(0, mostNamed).join(', ') || 'none'
      }`,
    );
  }
  return { databaseId, metric, object, since };
}
