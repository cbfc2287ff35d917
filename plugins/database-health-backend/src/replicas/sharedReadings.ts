import type {
  FactCatalogue,
  FactEntry,
  FactName,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';
import { changedAt } from './paths';

/** What goes to the other replicas with a survey or with a heartbeat. */
export function sharedReadings(
  catalogue: FactCatalogue,
  readings: Readings,
  isShared: (entry: FactEntry) => boolean,
): Readings {
  return Object.fromEntries(
    Object.entries(readings).flatMap(([fact, reading]) => {
      const entry = catalogue[fact as FactName];
      return entry && isShared(entry)
        ? [[fact, withoutLists(entry, reading)]]
        : [];
    }),
  );
}

function withoutLists(
  { sharedWithout = [] }: FactEntry,
  reading: Reading<unknown>,
): Reading<unknown> {
  return reading.status === 'read'
    ? {
        ...reading,
        value: sharedWithout.reduce<unknown>(
          (value, path) => changedAt(value, path, () => []),
          reading.value,
        ),
      }
    : reading;
}
