/**
 * The answer of `GET /checks`: what each check that is switched on looks for, and the
 * limits that are in force here.
 *
 * @public
 */
export interface CheckCatalogue {
  checks: {
    checkId: string;
    title: string;
    /** Why it matters, in one or two sentences. */
    why: string;
    per: 'database' | 'server';
    /** By name, which ends in the unit: see {@link unitOfLimit}. */
    limits: Record<string, number>;
    /** Where the defaults come from; `ours` where no reference gives a number. */
    limitSource: string;
  }[];
}
