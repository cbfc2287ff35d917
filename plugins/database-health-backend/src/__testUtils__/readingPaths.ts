/**
 * What to ask each route that reads, about one plugin database; `routes/reads.test.ts`
 * holds them against the router.
 */
export function readingPaths(databaseId: string): string[] {
  return [
    '/overview',
    `/databases/${databaseId}`,
    '/connections',
    `/databases/${databaseId}/history?metric=size`,
    '/storage',
    '/transitions',
    '/incidents',
    '/checks',
    '/migrations',
    '/status',
    '/metrics',
  ];
}
