import type {
  FactCatalogue,
  FactEntry,
  FactName,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';
import { changedAt } from './paths';

/**
 * Readings with their times moved from the clock of one replica to that of
 * another. What the catalogue does not have is left out: nobody knows which of its
 * numbers are times.
 */
export function movedReadings(
  catalogue: FactCatalogue,
  readings: Readings,
  byMs: number,
): Readings {
  return Object.fromEntries(
    Object.entries(readings).flatMap(([fact, reading]) => {
      const entry = catalogue[fact as FactName];
      return entry ? [[fact, movedReading(entry, reading, byMs)]] : [];
    }),
  );
}

function movedReading(
  { clock }: FactEntry,
  reading: Reading<unknown>,
  byMs: number,
): Reading<unknown> {
  const at = reading.at + byMs;
  if (reading.status !== 'read' || clock === 'none') {
    return { ...reading, at };
  }
  const value = Object.entries(clock)
    .filter(([, whose]) => whose === 'replica')
    .reduce<unknown>(
      (moved, [path]) =>
        changedAt(moved, path, time =>
          typeof time === 'number' ? time + byMs : time,
        ),
      reading.value,
    );
  return { ...reading, at, value };
}
