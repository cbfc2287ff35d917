import type {
  FactName,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';
import { z } from 'zod/v4';
import { text, time } from './parts';
import { shapesWithHeartbeats } from './withHeartbeats';
import { shapesWithSurveys } from './withSurveys';

/** What modules add has whatever shape: nothing but their own checks uses it. */
const shapes: { readonly [F in FactName]?: z.ZodType } = {
  ...shapesWithHeartbeats,
  ...shapesWithSurveys,
};

const reading = z.discriminatedUnion('status', [
  z.object({ status: z.literal('read'), value: z.unknown(), at: time }),
  z.object({ status: z.literal('failed'), reason: text, at: time }),
]);

const readings = z.record(z.string(), z.unknown());

/**
 * Readings that came from outside of this process, of which nothing is known: those
 * that have the shape of their fact and were read before `until`, by the clock of
 * who wrote them. `leftOut` is called where there were others.
 */
export function shapedReadings(
  given: unknown,
  { until, leftOut }: { until: number; leftOut(): void },
): Readings {
  const some = readings.safeParse(given);
  if (!some.success) {
    leftOut();
    return {};
  }
  return Object.fromEntries(
    Object.entries(some.data).flatMap(([fact, each]) => {
      const shaped = shapedReading(fact as FactName, each);
      if (!shaped || shaped.at > until) {
        leftOut();
        return [];
      }
      return [[fact, shaped]];
    }),
  );
}

function shapedReading(
  fact: FactName,
  given: unknown,
): Reading<unknown> | undefined {
  const { data } = reading.safeParse(given);
  if (data?.status !== 'read') {
    return data;
  }
  const shape = Object.hasOwn(shapes, fact) ? shapes[fact] : undefined;
  const value = (shape ?? z.unknown()).safeParse(data.value);
  return value.success ? { ...data, value: value.data } : undefined;
}
