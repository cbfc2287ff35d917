import type { Sample, Samples } from '..';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Ages of the samples that are left of so many days, oldest first, in
 * milliseconds: one every 10 minutes, one an hour and one a day as they get
 * older.
 */
export function agesOfDays(days: number): number[] {
  const ages: number[] = [];
  let ageMs = days * dayMs;
  while (ageMs > 0) {
    ages.push(ageMs);
    if (ageMs > 14 * dayMs) {
      ageMs -= dayMs;
    } else {
      ageMs -= ageMs > 2 * dayMs ? hourMs : 10 * minuteMs;
    }
  }
  return ages;
}

/** Writes a history through the store; `sampleAt` gets the age in days. */
export async function makeHistory(
  samples: Samples,
  databaseId: string,
  ages: readonly number[],
  sampleAt: (ageDays: number) => Sample,
): Promise<void> {
  for (const ageMs of ages) {
    if (!(await samples.note(databaseId, sampleAt(ageMs / dayMs), ageMs))) {
      throw new Error('The store did not take a sample.');
    }
  }
}
