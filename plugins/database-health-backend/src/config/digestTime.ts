import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { IANAZone } from 'luxon';
import { allowKeys } from './allowed';

const timeForm = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** When those are told that are told once a day. */
export interface DigestTime {
  readonly hour: number;
  readonly minute: number;
  /** As the IANA names it. */
  readonly timeZone: string;
}

/** Throws an `InputError` that names the key and what is allowed. */
export function readDigestTime(config: Config | undefined): DigestTime {
  const path = 'databaseHealth.incidents.digest';
  allowKeys(config, path, ['at', 'timeZone']);
  const at = config?.getOptional('at') ?? '08:00';
  const [, hour, minute] = timeForm.exec(String(at)) ?? [];
  if (hour === undefined) {
    throw new InputError(
      `${path}.at is ${JSON.stringify(
        at,
      )}, but must be a time from '00:00' to '23:59'`,
    );
  }
  const timeZone = config?.getOptional('timeZone') ?? 'UTC';
  if (typeof timeZone !== 'string' || !IANAZone.isValidZone(timeZone)) {
    throw new InputError(
      `${path}.timeZone is ${JSON.stringify(
        timeZone,
      )}, but must be the name of a time zone such as 'Europe/Berlin' or 'UTC'`,
    );
  }
  return Object.freeze({
    hour: Number(hour),
    minute: Number(minute),
    timeZone,
  });
}
