import {
  bytesInWords,
  type Database,
} from 'backstage-plugin-database-health-common';
import { aheadInWords, dateInWords } from '../words/dates';

type Size = NonNullable<Database['size']>;

/**
 * `its budget of 5.0 GiB`, `60.0 GiB, with the free space of its disk`; told apart
 * from the bytes that stand beside it.
 */
export function limitWords(
  { bytes, of }: NonNullable<Size['limit']>,
  besideBytes?: number,
): string {
  const words = bytesInWords(bytes, besideBytes);
  return of === 'budget'
    ? `its budget of ${words}`
    : `${words}, with the free space of its disk`;
}

/** When it is full, and how sure that is; `now` in epoch milliseconds. */
export function forecastWords(
  { reachedAt, earliest, latest }: NonNullable<Size['forecast']>,
  now: number,
): { when: string; between?: string } {
  if (!reachedAt) {
    return { when: 'not within ten years' };
  }
  const from = earliest && dateInWords(earliest);
  const to = latest ? dateInWords(latest) : 'never';
  return {
    when: `in about ${aheadInWords(reachedAt, now)}, ${dateInWords(reachedAt)}`,
    // It is that sure where both are the same day.
    ...(from && from !== to && { between: `likely between ${from} and ${to}` }),
  };
}
