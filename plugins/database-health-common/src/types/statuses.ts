/**
 * The kind of database behind a plugin database.
 *
 * @public
 */
export type Engine = 'postgres' | 'mysql' | 'sqlite';

/**
 * How well something is, worst first: `critical`, `warning`, `unknown`, `ok`.
 * What was not read is `unknown`, never `ok`.
 *
 * @public
 */
export type Status = 'critical' | 'warning' | 'unknown' | 'ok';

/**
 * How bad a finding is. An `info` finding never changes a status.
 *
 * @public
 */
export type Severity = 'critical' | 'warning' | 'info';
