import type { Readings } from 'backstage-plugin-database-health-node';

/** Those that succeeded. */
export function onlyRead(readings: Readings): Readings {
  return Object.fromEntries(
    Object.entries(readings).filter(([, reading]) => reading.status === 'read'),
  );
}
