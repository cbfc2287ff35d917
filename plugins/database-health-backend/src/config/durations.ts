import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { dayMs, hourMs, minuteMs } from '../timeSpans';

/**
 * The milliseconds of a duration, or its default. Throws an `InputError` that
 * names the key and what is allowed.
 */
export function readDuration(
  config: Config | undefined,
  key: string,
  path: string,
  bounds: { defaultMs: number; leastMs: number; mostMs: number },
): number {
  const { defaultMs, leastMs, mostMs } = bounds;
  if (!config?.has(key)) {
    return defaultMs;
  }
  const range = `from ${inWords(leastMs)} to ${inWords(mostMs)}`;
  const ms = parse(config, key);
  if (ms === undefined) {
    throw new InputError(
      `${path}.${key} is ${JSON.stringify(
        config.get(key),
      )}, but must be a duration ${range}, such as '90m', 'PT90M' or { minutes: 90 }`,
    );
  }
  if (ms < leastMs || ms > mostMs) {
    throw new InputError(
      `${path}.${key} is ${inWords(ms)}, but must be ${range}`,
    );
  }
  return ms;
}

/** `undefined` where it is no duration: what Backstage says of it names no key. */
function parse(config: Config, key: string): number | undefined {
  try {
    return durationToMilliseconds(readDurationFromConfig(config, { key }));
  } catch {
    return undefined;
  }
}

const units: readonly (readonly [string, number])[] = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
  ['second', 1_000],
  ['millisecond', 1],
];

/** In the largest unit of which it is a whole number. */
function inWords(ms: number): string {
  const [unit, length] =
    units.find(([, each]) => ms >= each && ms % each === 0) ??
    units[units.length - 1];
  const amount = ms / length;
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
