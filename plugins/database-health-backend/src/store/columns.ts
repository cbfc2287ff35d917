import { z } from 'zod/v4';

/** The latest that a `Date` can hold. */
const latestMs = 8.64e15;

/** Longer texts are none of ours. */
const longestText = 100_000;

export const text = z.string().max(longestText);

/** PostgreSQL's driver gives a `bigint` as text. */
export const whole = z
  .union([z.number(), z.string().regex(/^-?\d{1,16}$/)])
  .transform(Number)
  .pipe(z.int());

/** Epoch milliseconds. */
export const timeMs = whole.pipe(z.number().min(0).max(latestMs));

/** SQLite keeps times as numbers or text, and whatever else it is given. */
export const date = z
  .union([z.date(), z.number(), text])
  .transform(given => new Date(given))
  .pipe(z.date());

/** Text that holds JSON of this shape. */
export function json<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((given, context): unknown => {
      try {
        return JSON.parse(given);
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    })
    .pipe(shape);
}

/** What a row is where it has this shape. */
export function rowOf<T>(shape: z.ZodType<T>) {
  return (row: unknown): T | undefined => shape.safeParse(row).data;
}
