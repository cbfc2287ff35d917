import {
  bytesInWords,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import { numberInWords } from './counts';

/**
 * A number of a finding with its unit, as a person would say it, and told apart from
 * what it is held against.
 */
export function evidenceInWords(
  value: number | string,
  unit: string,
  against?: number | string | null,
): string {
  if (typeof value === 'string') {
    return value;
  }
  switch (unit) {
    case 'bytes':
      return bytesInWords(
        value,
        typeof against === 'number' ? against : undefined,
      );
    case 'ms':
      return durationInWords(value);
    case 's':
    case 'seconds':
      return value === 0 ? '0 s' : durationInWords(value * 1000);
    case '%':
      return `${numberInWords(value)} %`;
    default:
      return `${numberInWords(value)} ${
        value === 1 ? singular(unit) : unit
      }`.trim();
  }
}

function singular(unit: string): string {
  return unit.replace(/s(?=$| )/, '');
}
