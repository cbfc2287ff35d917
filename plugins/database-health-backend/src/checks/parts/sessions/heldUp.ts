/** What is found of a plugin whose statements get no further, or no connection. */
export const heldUpChecks = [
  'pool-saturation',
  'pool-wait',
  'pool-timeouts',
  'latency',
  'query-latency',
] as const;
