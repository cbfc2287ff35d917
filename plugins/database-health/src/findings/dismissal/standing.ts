import type { Finding } from 'backstage-plugin-database-health-common';

/** Whether a finding counts: nobody has dismissed it. */
export function isStanding({ dismissed }: Finding): boolean {
  return dismissed === undefined;
}
