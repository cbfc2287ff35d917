import { ConflictError, InputError } from '@backstage/errors';
import { dayMs, hourMs } from '../timeSpans';
import { fieldsOf, readReason } from './bodies';
import { requireStore } from './dismissals';
import { requireText } from './texts';

const longestId = 120;

/** What is planned is short: whoever forgets it is not told for so long (ours). */
const longestMs = 7 * dayMs;

/** Has nobody told of incidents for a time, and takes that back. Neither rejects. */
export interface IncidentSilences {
  /** `undefined` where the store did not take it, `full` where it has too many. */
  set(silence: {
    id: string;
    /** Epoch milliseconds. */
    startsAt: number;
    endsAt: number;
    reason: string;
    by: string;
    plugins: readonly string[] | undefined;
  }): Promise<'set' | 'full' | undefined>;
  end(id: string): Promise<true | undefined>;
}

/** Reads the body of `PUT /silences/:id`; throws an `InputError` that says what is allowed. */
export function readSilence(
  body: unknown,
  { now, pluginIds }: { now: number; pluginIds: readonly string[] },
): Omit<Parameters<IncidentSilences['set']>[0], 'id' | 'by'> {
  const { reason, startsAt, endsAt, plugins } = fieldsOf('A silence', body, [
    'endsAt',
    'plugins',
    'reason',
    'startsAt',
  ]);
  const text = readReason(reason);
  const start = startsAt === undefined ? now : readTime(startsAt, 'startsAt');
  const end = readTime(endsAt, 'endsAt');
  if (end <= Math.max(now, start) || end - start > longestMs) {
    throw new InputError(
      `endsAt must be a time to come, at most 7 days after startsAt, such as ${new Date(
        Math.max(now, start) + hourMs,
      ).toISOString()}`,
    );
  }
  return {
    reason: text,
    startsAt: start,
    endsAt: end,
    plugins: readPlugins(plugins, pluginIds),
  };
}

/** Throws where it could not be set. */
export async function setSilence(
  silences: IncidentSilences,
  silence: Parameters<IncidentSilences['set']>[0],
): Promise<void> {
  if (silence.id.length > longestId) {
    throw new InputError(
      `The id of a silence must not be longer than ${longestId} characters`,
    );
  }
  const outcome = await silences.set(silence);
  if (outcome === 'full') {
    throw new ConflictError(
      'There are too many silences; end some that are no longer needed',
    );
  }
  requireStore(outcome);
}

export async function endSilence(
  silences: IncidentSilences,
  id: string,
): Promise<void> {
  requireStore(await silences.end(id));
}

function readTime(value: unknown, field: string): number {
  requireText(field, String(value));
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (!Number.isFinite(time)) {
    throw new InputError(
      `${field} must be a time such as 2027-01-30T22:00:00Z`,
    );
  }
  return time;
}

function readPlugins(
  value: unknown,
  known: readonly string[],
): readonly string[] | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!Array.isArray(value) || !value.every(id => known.includes(id))) {
    throw new InputError(
      `plugins must be a list of some of ${[...known].sort().join(', ')}`,
    );
  }
  return [...new Set<string>(value)];
}
