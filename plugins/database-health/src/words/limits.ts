import { evidenceInWords } from './evidence';

const unitsBySuffix: Record<string, string> = {
  Ms: 'ms',
  Seconds: 's',
  Bytes: 'bytes',
  Percent: '%',
};

/**
 * A limit by its key in the configuration: `criticalUptimeSeconds` and 300
 * are `critical uptime 5 min`.
 */
export function limitInWords(key: string, value: number): string {
  const suffix = Object.keys(unitsBySuffix).find(each => key.endsWith(each));
  const name = suffix ? key.slice(0, -suffix.length) : key;
  const words = name.replace(/([A-Z])/g, ' $1').toLocaleLowerCase('en');
  return `${words.trim()} ${evidenceInWords(
    value,
    suffix ? unitsBySuffix[suffix] : '',
  )}`;
}
