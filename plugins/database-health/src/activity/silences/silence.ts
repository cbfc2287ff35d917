import type {
  DatabaseHealthApi,
  Incidents,
} from 'backstage-plugin-database-health-common';
import { momentInWords } from '../../words/dates';
import { dayMs, hourMs } from '../../words/timeSpans';

/** A planned time in which nobody is told of incidents. */
export type Silence = NonNullable<Incidents['silences']>[number];

/** What is planned, as the backend takes it. */
export type SilencePlan = Parameters<DatabaseHealthApi['setSilence']>[1];

/** What the backend takes. */
const longestMs = 7 * dayMs;

/** As long as most maintenance. */
export const usualMs = 2 * hourMs;

/** `until Nov 30, 10:00 PM`, or from when on, where it has not begun. */
export function spanOf({ startsAt, endsAt }: Silence, now: number): string {
  return Date.parse(startsAt) <= now
    ? `until ${momentInWords(endsAt)}`
    : `from ${momentInWords(startsAt)} until ${momentInWords(endsAt)}`;
}

/** Of which incidents nobody is told. */
export function scopeOf({ plugins }: Pick<Silence, 'plugins'>): string {
  return plugins
    ? `incidents of ${plugins.join(', ')}`
    : 'incidents of all plugins and servers';
}

/** Why these times would not be taken; `undefined` where they are. */
export function timesRefused(
  { startsAt, endsAt }: { startsAt: number; endsAt: number },
  now: number,
): string | undefined {
  if (!Number.isFinite(startsAt) || !Number.isFinite(endsAt)) {
    return 'Say when it begins and ends, with date and time.';
  }
  if (endsAt <= Math.max(now, startsAt)) {
    return 'It must end in the time to come, and after its start.';
  }
  return endsAt - startsAt > longestMs
    ? 'It may last 7 days at most: what is forgotten comes back by itself.'
    : undefined;
}

/** A time as a field for date and time holds it, in the reader's own zone. */
export function toField(at: number): string {
  const local = new Date(at);
  local.setMinutes(local.getMinutes() - local.getTimezoneOffset());
  return local.toISOString().slice(0, 'YYYY-MM-DDTHH:mm'.length);
}

/** Epoch milliseconds; not a number where the field is not filled in. */
export function fromField(value: string): number {
  return new Date(value).getTime();
}
