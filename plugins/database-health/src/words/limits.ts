import { evidenceInWords } from './evidence';

const units: Record<string, string> = {
  ms: 'ms',
  seconds: 's',
  bytes: 'bytes',
  percent: '%',
  days: 'days',
};

/**
 * A limit by its key in the configuration: `criticalUptimeSeconds` and 300
 * are `critical: uptime 5 min`, `warningFailures` and 1 are
 * `warning: 1 failure`.
 */
export function limitInWords(key: string, value: number): string {
  const words = key.split(/(?=[A-Z])/).map(word => word.toLowerCase());
  const [grade, ...rest] = words;
  const unit = rest.pop() ?? '';
  return `${grade}: ${[
    ...rest,
    evidenceInWords(value, units[unit] ?? unit),
  ].join(' ')}`;
}
