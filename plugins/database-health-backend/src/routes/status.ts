import { InputError } from '@backstage/errors';
import type { Request } from 'express';
import type { StatusFilter } from '../readModel/status';
import { requireKnown } from './known';

/** Reads the query of `GET /status`; throws an `InputError` that lists what is known. */
export function readStatusFilter(
  { query }: Request,
  known: { pluginIds: readonly string[]; checkIds: readonly string[] },
): StatusFilter {
  const [minStatus, ...others] = readNames(query.minStatus, 'minStatus', [
    'warning',
    'critical',
  ]);
  if (others.length > 0) {
    throw new InputError(`minStatus may be given once`);
  }
  return {
    plugins: readNames(query.plugin, 'plugin', known.pluginIds),
    checks: readNames(query.check, 'check', known.checkIds),
    minStatus: minStatus as StatusFilter['minStatus'],
  };
}

function readNames(
  value: unknown,
  parameter: string,
  known: readonly string[],
): string[] {
  const names = value === undefined ? [] : [value].flat();
  return names.map(name => {
    requireKnown(parameter, name, known);
    return name;
  });
}
