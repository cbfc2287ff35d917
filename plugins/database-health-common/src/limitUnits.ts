/** What a limit counts, by the end of its name: of one, and of more. */
const limitUnits: Record<string, readonly [one: string, many: string]> = {
  Bytes: ['bytes', 'bytes'],
  Count: ['', ''],
  Days: ['day', 'days'],
  Failures: ['failure in a row', 'failures in a row'],
  Ms: ['ms', 'ms'],
  PerMinute: ['a minute', 'a minute'],
  Percent: ['%', '%'],
  Seconds: ['s', 's'],
  Sessions: ['session', 'sessions'],
  Times: ['×', '×'],
};

/** The ends that the name of a check's limit may have. */
export const limitSuffixes: readonly string[] = Object.keys(limitUnits);

/**
 * The unit of a check's limit, as it is said after the value, and the end of
 * the name that says it: `Percent` and `%` of `criticalBudgetPercent`.
 * `undefined` where the name ends in no unit that is known.
 *
 * @public
 */
export function unitOfLimit(
  name: string,
  value: number,
): { suffix: string; unit: string } | undefined {
  const suffix = limitSuffixes.find(end => name.endsWith(end));
  if (suffix === undefined) {
    return undefined;
  }
  const [one, many] = limitUnits[suffix];
  return { suffix, unit: value === 1 ? one : many };
}
