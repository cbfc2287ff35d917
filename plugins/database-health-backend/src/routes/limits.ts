/** At most one survey is taken on request in this time. */
export const leastTimeBetweenRefreshesMs = 10_000;
