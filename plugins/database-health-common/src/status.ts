import { Severity, Status } from './types';

/**
 * Every status, worst first. The order is the severity and is never
 * configurable.
 *
 * @public
 */
export const statusOrder: readonly Status[] = [
  'critical',
  'warning',
  'unknown',
  'ok',
];

/**
 * Sorts statuses worst first, as an argument of `Array.prototype.sort`.
 *
 * @public
 */
export function compareStatus(a: Status, b: Status): number {
  return statusOrder.indexOf(a) - statusOrder.indexOf(b);
}

/** Worst first. */
const severityOrder: readonly Severity[] = ['critical', 'warning', 'info'];

/**
 * Sorts severities worst first, as an argument of `Array.prototype.sort`.
 *
 * @public
 */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityOrder.indexOf(a) - severityOrder.indexOf(b);
}
