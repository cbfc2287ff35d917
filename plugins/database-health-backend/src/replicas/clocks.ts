import type { FactName, Readings } from 'backstage-plugin-database-health-node';

/** What holds times of the server, which no clock of a replica has given. */
const ofServer: readonly string[] = [
  'relations',
  'serverStatements',
] satisfies FactName[];

/** The names of times: `at`, `since`, `lastAnsweredAt`, `failingSince`. */
const timeName = /^(at|since)$|(At|Since)$/;

/** Readings with their times moved from one clock to another. */
export function movedReadings(readings: Readings, byMs: number): Readings {
  return Object.fromEntries(
    Object.entries(readings).map(([fact, reading]) => [
      fact,
      ofServer.includes(fact)
        ? { ...reading, at: reading.at + byMs }
        : movedTimes(reading, byMs),
    ]),
  );
}

/** What came as JSON, with all of its times moved. */
export function movedTimes<T>(parsed: T, byMs: number): T {
  return moved('', parsed, byMs) as T;
}

function moved(name: string, value: unknown, byMs: number): unknown {
  if (typeof value === 'number') {
    return timeName.test(name) ? value + byMs : value;
  }
  if (Array.isArray(value)) {
    return value.map(each => moved('', each, byMs));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, moved(key, each, byMs)]),
    );
  }
  return value;
}
