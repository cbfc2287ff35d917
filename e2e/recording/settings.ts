/** Limits by check, as in `databaseHealth.checks`. */
type Limits = Record<string, Record<string, number>>;

/** How slow this machine is today is not what is recorded. */
export const patient: Limits = {
  latency: { warningMs: 5_000, criticalMs: 10_000 },
  'pool-wait': { warningMs: 5_000, criticalMs: 20_000 },
  'query-latency': { leastMs: 60_000 },
};

/** So that faults are as bad in seconds as they usually are in minutes. */
export const impatient: Limits = {
  ...patient,
  'migrations-locked': { warningSeconds: 1, criticalSeconds: 2 },
  'migrations-pending': { criticalUptimeSeconds: 86_400 },
  'idle-in-transaction': { warningSeconds: 10, criticalSeconds: 900 },
  'long-query': { warningSeconds: 5, criticalSeconds: 3_600 },
  blocked: { warningSeconds: 5, criticalSeconds: 300 },
  'pool-saturation': { criticalSeconds: 10 },
};

/** Of a portal that looks at its databases every second, with these limits. */
export function env(limits: Limits): Record<string, string> {
  return {
    APP_CONFIG_databaseHealth_pulse_interval: '1s',
    APP_CONFIG_databaseHealth_incidents_openAfter: '1s',
    APP_CONFIG_databaseHealth_incidents_closeAfter: '2s',
    APP_CONFIG_databaseHealth_checks: JSON.stringify(limits),
  };
}
