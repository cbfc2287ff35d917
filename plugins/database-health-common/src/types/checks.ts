/**
 * What a check looks for, whether it is switched on, and the limits that are
 * in force here.
 *
 * @public
 */
export interface CheckDescription {
  checkId: string;
  title: string;
  why: string;
  per: 'database' | 'server';
  limits: Record<string, number>;
  limitSource: string;
}

/**
 * The answer of `GET /checks`.
 *
 * @public
 */
export interface CheckCatalogue {
  checks: CheckDescription[];
}
