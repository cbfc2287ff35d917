import { unitOfLimit } from 'backstage-plugin-database-health-common';
import { evidenceInWords } from './evidence';

/**
 * A limit by its key in the configuration: `criticalUptimeSeconds` and 300
 * are `critical: uptime 5 min`, `criticalPerMinute` and 5 are
 * `critical: 5 a minute`. Where the key does not end in a unit that is known,
 * its last word is the unit.
 */
export function limitInWords(key: string, value: number): string {
  const known = unitOfLimit(key, value);
  const words = wordsOf(known ? key.slice(0, -known.suffix.length) : key);
  const [grade, ...rest] = words;
  const unit = known ? known.unit : rest.pop() ?? '';
  return `${grade}: ${[...rest, evidenceInWords(value, unit)].join(' ')}`;
}

function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])/).map(word => word.toLowerCase());
}
